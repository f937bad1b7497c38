package io.sealer.share.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealer.oci.Digest;
import io.sealer.share.serve.Condition;
import io.sealer.share.serve.DistributionException;
import io.sealer.share.serve.PushTarget;
import io.sealer.share.serve.Repository;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GarbageTest {
  private static final Repository ONE = new Repository(Optional.empty(), "team/one");
  private static final Repository TWO = new Repository(Optional.empty(), "two");
  private static final String TYPE = "application/vnd.oci.image.manifest.v1+json";
  private static final Garbage.Options HOUR = new Garbage.Options(Duration.ofHours(1), false);

  @TempDir Path directory;
  private RegistryData data;
  private PushTarget target;

  @BeforeEach
  void open() throws IOException {
    data = RegistryData.open(directory);
    target = data.target();
  }

  private Digest push(Repository repository, String content) throws IOException {
    byte[] bytes = content.getBytes(UTF_8);
    String id = target.begin(repository);
    var body = new PushTarget.Body(new ByteArrayInputStream(bytes), Optional.empty(), () -> {});
    target.finish(repository, id, body, Digest.of(bytes));
    return Digest.of(bytes);
  }

  private Digest manifest(Repository repository, String tag, String config, String layer)
      throws IOException {
    byte[] bytes =
        "{\"config\":{\"digest\":\"%s\",\"size\":%d},\"layers\":[{\"digest\":\"%s\",\"size\":%d}]}"
            .formatted(
                Digest.of(config.getBytes(UTF_8)),
                config.length(),
                Digest.of(layer.getBytes(UTF_8)),
                layer.length())
            .getBytes(UTF_8);
    target.putManifest(repository, Digest.of(bytes), List.of(tag), TYPE, bytes, Condition.NONE);
    return Digest.of(bytes);
  }

  private void age() throws IOException {
    FileTime old = FileTime.from(Instant.now().minus(Duration.ofHours(2)));
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.setLastModifiedTime(file, old);
      }
    }
  }

  @Test
  void what_manifests_need_stays_and_the_rest_goes() throws Exception {
    Digest layer = push(ONE, "layer");
    push(ONE, "config");
    Digest unused = push(ONE, "unused");
    manifest(ONE, "v1", "config", "layer");
    target.mount(TWO, layer, Optional.of(ONE));
    target.begin(ONE);
    age();
    var dry = data.garbage().collect(new Garbage.Options(Duration.ofHours(1), true));
    assertThat(data.blob(ONE, unused)).isPresent();
    age();
    var result = data.garbage().collect(HOUR);
    assertThat(result)
        .isEqualTo(new Garbage.Result(2, 1, 1, "unused".length() + "team/one".length()));
    assertThat(dry).isEqualTo(result);
    assertThat(data.blob(ONE, unused)).isEmpty();
    assertThat(data.blob(TWO, layer)).isEmpty();
    assertThat(data.blob(ONE, layer)).isPresent();
    assertThat(directory.resolve("uploads")).isEmptyDirectory();
    assertThat(data.garbage().collect(HOUR)).isEqualTo(new Garbage.Result(0, 0, 0, 0));
  }

  @Test
  void a_deleted_manifest_frees_what_only_it_needed() throws Exception {
    push(ONE, "config");
    push(ONE, "shared layer");
    Digest own = push(ONE, "own layer");
    Digest deleted = manifest(ONE, "v1", "config", "own layer");
    Digest kept = manifest(ONE, "v2", "config", "shared layer");
    target.deleteManifest(ONE, deleted);
    age();
    var result = data.garbage().collect(HOUR);
    assertThat(result.blobs()).isEqualTo(2); // the layer and the manifest
    assertThat(data.blob(ONE, own)).isEmpty();
    assertThat(data.manifest(ONE, "v2").orElseThrow().descriptor().digest()).isEqualTo(kept);
  }

  @Test
  void what_is_young_or_was_just_asked_for_stays() throws Exception {
    Digest pushed = push(ONE, "pushed");
    assertThat(data.garbage().collect(HOUR).blobs()).isZero();
    age();
    assertThat(data.blob(ONE, pushed)).isPresent(); // a client that hears this does not push again
    assertThat(data.garbage().collect(HOUR).blobs()).isZero();
    push(ONE, "config");
    manifest(ONE, "v1", "config", "pushed");
    age();
    assertThat(data.garbage().collect(HOUR).blobs()).isZero();
    assertThat(data.blob(ONE, pushed)).isPresent();
  }

  @Test
  void a_damaged_manifest_stops_the_collection() throws Exception {
    push(ONE, "config");
    push(ONE, "layer");
    Digest digest = manifest(ONE, "v1", "config", "layer");
    Files.writeString(new DataLayout(directory).blob(digest), "damaged");
    age();
    assertThatThrownBy(() -> data.garbage().collect(HOUR))
        .hasMessageContaining("cannot tell what team/one@" + digest + " needs");
    assertThat(data.blob(ONE, Digest.of("layer".getBytes(UTF_8)))).isPresent();
  }

  /** Without any grace, so that every race there is would be lost sooner or later. */
  @Test
  void pushes_that_run_meanwhile_lose_nothing() throws Exception {
    var stop = new AtomicBoolean();
    var collections = new Semaphore(0);
    Thread collector =
        Thread.ofVirtual()
            .start(
                () -> {
                  while (!stop.get()) {
                    try {
                      collections.acquireUninterruptibly();
                      data.garbage().collect(new Garbage.Options(Duration.ZERO, false));
                    } catch (IOException e) {
                      throw new IllegalStateException(e);
                    }
                  }
                });
    var random = new Random(5);
    int accepted = 0;
    for (int i = 0; i < 150; i++) {
      String layer = "layer " + random.nextInt(8);
      collections.drainPermits();
      collections.release(random.nextInt(3)); // none: some pushes must be accepted on any machine
      try {
        push(ONE, "config");
        push(ONE, layer);
        Digest digest = manifest(ONE, "v" + i % 4, "config", layer);
        accepted++;
        assertThat(data.manifest(ONE, digest)).isPresent();
        assertThat(data.blob(ONE, Digest.of(layer.getBytes(UTF_8)))).isPresent();
        assertThat(data.blob(ONE, Digest.of("config".getBytes(UTF_8)))).isPresent();
        if (i % 3 == 0) {
          target.deleteManifest(ONE, digest);
        }
      } catch (DistributionException e) {
        assertThat(e.code()).hasToString("MANIFEST_BLOB_UNKNOWN"); // swept between the two: told
      }
    }
    stop.set(true);
    collections.release();
    collector.join();
    assertThat(accepted).isPositive();
  }
}
