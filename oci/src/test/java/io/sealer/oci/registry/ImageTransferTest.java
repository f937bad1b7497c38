package io.sealer.oci.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.Manifest;
import io.sealer.oci.MediaTypes;
import io.sealer.oci.OciException;
import io.sealer.oci.OciJson;
import io.sealer.oci.Platform;
import io.sealer.oci.Progress;
import io.sealer.oci.Reference;
import io.sealer.oci.store.ContentStore;
import io.sealer.oci.store.DiskStore;
import io.sealer.oci.store.MissingContentException;
import io.sealer.oci.store.Samples;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pulling and pushing whole images. */
class ImageTransferTest {
  private static final Platform UNKNOWN = Platform.parse("unknown/unknown");

  @TempDir Path directory;
  private FaultyRegistry registry;
  private RegistryClient client;
  private DiskStore source;
  private DiskStore target;
  private Reference name;

  @BeforeEach
  void start() throws IOException {
    registry = new FaultyRegistry();
    var retry = new RetryPolicy(2, Duration.ofMillis(5), Duration.ofSeconds(1));
    client = new RegistryClient(RegistryOptions.defaults().withRetry(retry));
    source = DiskStore.open(directory.resolve("source"));
    target = DiskStore.open(directory.resolve("target"));
    name = registry.name("team/app:1");
  }

  @AfterEach
  void stop() throws IOException {
    source.close();
    target.close();
    client.close();
    registry.close();
  }

  private void push(Descriptor root) throws IOException {
    new ImagePusher(client).push(root, source, name, PushOptions.DEFAULT, Progress.NONE);
  }

  private Descriptor pull(PullOptions options) throws IOException {
    return new ImagePuller(client).pull(name, target, options, Progress.NONE);
  }

  private Descriptor image(String layer, Platform platform) throws IOException {
    return Samples.image(source, "shared", layer).withPlatform(platform);
  }

  @Test
  void only_the_wanted_platforms_are_fetched_and_the_index_stays_as_it_is() throws Exception {
    Descriptor amd64 = image("amd", Platform.LINUX_AMD64);
    Descriptor arm64 = image("arm", Platform.LINUX_ARM64);
    Descriptor attestation = image("attestation", UNKNOWN);
    Descriptor artifact = Samples.image(source, "a lock");
    Descriptor nested = Samples.index(source, image("nested", Platform.LINUX_ARM64));
    Descriptor root = Samples.index(source, amd64, arm64, attestation, artifact, nested);
    push(root);

    assertThat(pull(PullOptions.of(Platform.LINUX_ARM64))).isEqualTo(root);
    assertThat(target.read(root)).isEqualTo(source.read(root));
    assertThat(target.has(arm64.digest())).isTrue();
    assertThat(target.has(artifact.digest())).isTrue();
    assertThat(target.has(nested.digest())).isTrue();
    assertThat(target.has(amd64.digest())).isFalse();
    assertThat(target.has(attestation.digest())).isFalse();
    assertThat(target.has(Digest.of("amd".getBytes(StandardCharsets.UTF_8)))).isFalse();
  }

  @Test
  void what_was_left_out_is_added_by_a_later_pull() throws Exception {
    Descriptor root =
        Samples.index(
            source, image("amd", Platform.LINUX_AMD64), image("arm", Platform.LINUX_ARM64));
    push(root);
    pull(PullOptions.of(Platform.LINUX_ARM64));
    pull(PullOptions.ALL);
    assertThat(target.has(Digest.of("amd".getBytes(StandardCharsets.UTF_8)))).isTrue();
  }

  @Test
  void an_image_without_the_wanted_platform_is_an_error_that_names_what_there_is()
      throws Exception {
    push(Samples.index(source, image("amd", Platform.LINUX_AMD64)));
    assertThatThrownBy(() -> pull(PullOptions.of(Platform.parse("linux/s390x"))))
        .isInstanceOf(OciException.class)
        .hasMessageContaining("linux/s390x")
        .extracting(e -> ((OciException) e).hint())
        .isEqualTo("it has: linux/amd64");
  }

  @Test
  void a_manifest_becomes_visible_only_after_its_blobs() throws Exception {
    Descriptor image = Samples.image(source, "one", "two");
    push(image);
    String two = Digest.of("two".getBytes(StandardCharsets.UTF_8)).toString();
    registry.always("GET", two, e -> FaultyRegistry.error(e, 404, "BLOB_UNKNOWN"));
    assertThatThrownBy(() -> pull(PullOptions.ALL))
        .isInstanceOf(RegistryException.NotFound.class)
        .hasMessageContaining(two)
        .hasMessageContaining("team/app:1");
    assertThat(target.has(image.digest())).isFalse();
  }

  @Test
  void the_first_failure_breaks_the_other_transfers_off() throws Exception {
    push(Samples.image(source, "hangs", "missing"));
    var forever = new CountDownLatch(1);
    var hanging = new CountDownLatch(1);
    String hangs = Digest.of("hangs".getBytes(StandardCharsets.UTF_8)).toString();
    String missing = Digest.of("missing".getBytes(StandardCharsets.UTF_8)).toString();
    registry.always(
        "GET",
        hangs,
        exchange -> {
          hanging.countDown();
          await(forever);
          exchange.close();
        });
    registry.always(
        "GET",
        missing,
        exchange -> {
          await(hanging);
          FaultyRegistry.error(exchange, 404, "BLOB_UNKNOWN");
        });
    long start = System.nanoTime();
    assertThatThrownBy(() -> pull(PullOptions.ALL))
        .isInstanceOf(RegistryException.NotFound.class)
        .hasMessageContaining(missing);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    forever.countDown();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void an_interrupted_pull_ends_soon() throws Exception {
    push(Samples.image(source, "hangs"));
    var forever = new CountDownLatch(1);
    var hanging = new CountDownLatch(1);
    registry.always(
        "GET",
        "/blobs/",
        exchange -> {
          hanging.countDown();
          await(forever);
          exchange.close();
        });
    var outcome = new CompletableFuture<Throwable>();
    Thread pulling =
        Thread.ofPlatform()
            .start(() -> outcome.complete(catchThrowable(() -> pull(PullOptions.ALL))));
    hanging.await();
    pulling.interrupt();
    assertThat(outcome.get(20, TimeUnit.SECONDS)).isInstanceOf(InterruptedIOException.class);
    forever.countDown();
  }

  @Test
  void offline_nothing_is_asked_for() throws Exception {
    Descriptor root = Samples.image(source, "one");
    push(root);
    assertThatThrownBy(() -> pull(PullOptions.ALL.withOffline()))
        .isInstanceOf(OciException.class)
        .hasMessageContaining("not in the local store");
    target.tag(name, pull(PullOptions.ALL));
    int before = registry.order().size();
    assertThat(pull(PullOptions.ALL.withOffline())).isEqualTo(root);
    assertThat(registry.order()).hasSize(before);
  }

  @Test
  void offline_a_part_that_was_left_out_is_missing() throws Exception {
    Descriptor root =
        Samples.index(
            source, image("amd", Platform.LINUX_AMD64), image("arm", Platform.LINUX_ARM64));
    push(root);
    pull(PullOptions.of(Platform.LINUX_ARM64));
    name = name.pinnedTo(root.digest());
    assertThat(pull(PullOptions.of(Platform.LINUX_ARM64).withOffline())).isEqualTo(root);
    assertThatThrownBy(() -> pull(PullOptions.ALL.withOffline()))
        .isInstanceOf(MissingContentException.class);
  }

  @Test
  void a_pinned_image_that_is_here_needs_no_registry() throws Exception {
    Descriptor root = Samples.image(source, "one");
    push(root);
    pull(PullOptions.ALL);
    name = name.pinnedTo(root.digest());
    int before = registry.order().size();
    assertThat(pull(PullOptions.ALL)).isEqualTo(root);
    assertThat(registry.order()).hasSize(before);
  }

  @Test
  void a_layer_that_registries_must_not_keep_is_refused_with_the_reason() throws Exception {
    byte[] layer = "windows".getBytes(StandardCharsets.UTF_8);
    Descriptor foreign =
        Descriptor.of("application/vnd.docker.image.rootfs.foreign.diff.tar.gzip", layer);
    Descriptor config = source.put(MediaTypes.CONFIG, "{}".getBytes(StandardCharsets.UTF_8));
    byte[] manifest = OciJson.write(Manifest.image(config, List.of(foreign)));
    registry.addBlob("{}".getBytes(StandardCharsets.UTF_8));
    registry.addManifest("1", Descriptor.of(MediaTypes.MANIFEST, manifest), manifest);
    assertThatThrownBy(() -> pull(PullOptions.ALL))
        .isInstanceOf(RegistryException.NotFound.class)
        .extracting(e -> ((OciException) e).hint())
        .asString()
        .contains("does not allow registries to keep");
  }

  @Test
  void children_are_pushed_before_their_parents_and_the_tag_comes_last() throws Exception {
    Descriptor member = image("amd", Platform.LINUX_AMD64);
    Descriptor root = Samples.index(source, member);
    push(root);
    List<String> puts = registry.order().stream().filter(line -> line.startsWith("PUT")).toList();
    assertThat(puts).hasSize(5); // two layers, config, manifest, index
    assertThat(puts.get(3)).endsWith("/manifests/" + member.digest());
    assertThat(puts.get(4)).endsWith("/manifests/1");
  }

  @Test
  void a_sparse_index_is_pushed_only_when_that_is_allowed() throws Exception {
    Descriptor here = image("amd", Platform.LINUX_AMD64);
    Descriptor absent =
        Descriptor.of(MediaTypes.MANIFEST, new byte[] {1}).withPlatform(Platform.LINUX_ARM64);
    Descriptor root = Samples.index(source, here, absent);
    assertThatThrownBy(() -> push(root))
        .isInstanceOf(OciException.class)
        .hasMessageContaining(absent.digest().toString())
        .hasMessageContaining("linux/arm64");
    assertThat(registry.order()).isEmpty();
    new ImagePusher(client)
        .push(root, source, name, PushOptions.DEFAULT.withAllowSparse(), Progress.NONE);
    assertThat(client.resolve(name)).isEqualTo(root);
  }

  @Test
  void a_name_that_pins_another_digest_is_not_pushed_to() throws Exception {
    Descriptor root = Samples.image(source, "one");
    name = name.pinnedTo(Digest.of(new byte[1]));
    assertThatThrownBy(() -> push(root)).hasMessageContaining("pins another digest");
  }

  @Test
  void a_blob_of_two_images_that_are_pulled_together_travels_once() throws Exception {
    push(Samples.index(source, image("amd", Platform.LINUX_AMD64)));
    var puller = new ImagePuller(client);
    Reference alias = registry.name("other/name:1");
    ContentStore store = target;
    puller.pullAll(List.of(name, alias), store, PullOptions.ALL, Progress.NONE);
    Digest shared = Digest.of("shared".getBytes(StandardCharsets.UTF_8));
    assertThat(registry.seen("GET", "/blobs/" + shared)).hasSize(1);
  }
}
