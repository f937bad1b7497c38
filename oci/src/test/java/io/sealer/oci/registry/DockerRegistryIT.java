package io.sealer.oci.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.OciException;
import io.sealer.oci.OciJson;
import io.sealer.oci.Platform;
import io.sealer.oci.Progress;
import io.sealer.oci.Reference;
import io.sealer.oci.registry.testing.DockerRegistry;
import io.sealer.oci.registry.testing.Programs;
import io.sealer.oci.registry.testing.TestCertificates;
import io.sealer.oci.store.DiskStore;
import io.sealer.oci.store.Samples;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against Debian's docker-registry and skopeo. */
class DockerRegistryIT {
  private static final RegistryOptions QUICK =
      RegistryOptions.defaults()
          .withRetry(new RetryPolicy(3, Duration.ofMillis(20), Duration.ofSeconds(1)));

  @TempDir Path directory;
  private DiskStore here;
  private DiskStore there;

  @BeforeEach
  void open() throws Exception {
    here = DiskStore.open(directory.resolve("here"));
    there = DiskStore.open(directory.resolve("there"));
  }

  @AfterEach
  void close() throws Exception {
    here.close();
    there.close();
  }

  private Descriptor sample() throws Exception {
    Descriptor amd64 = Samples.image(here, "one", "two").withPlatform(Platform.LINUX_AMD64);
    Descriptor arm64 = Samples.image(here, "one", "three").withPlatform(Platform.LINUX_ARM64);
    return Samples.index(here, amd64, arm64);
  }

  private static Reference name(DockerRegistry registry, String rest) {
    return Reference.parse(registry.host() + "/" + rest);
  }

  private static Reference push(
      RegistryClient client, Descriptor root, DiskStore store, Reference name) throws Exception {
    return new ImagePusher(client).push(root, store, name, PushOptions.DEFAULT, Progress.NONE);
  }

  @Test
  void a_pushed_index_is_pulled_as_the_same_bytes() throws Exception {
    try (var registry = DockerRegistry.start();
        var client = new RegistryClient(QUICK)) {
      Descriptor root = sample();
      Reference name = name(registry, "team/app:1");
      Reference pinned = push(client, root, here, name);
      assertThat(pinned).isEqualTo(name.pinnedTo(root.digest()));

      Descriptor pulled = new ImagePuller(client).pull(name, there, PullOptions.ALL, Progress.NONE);
      assertThat(pulled).isEqualTo(root);
      there.tag(name, pulled); // refuses if anything of it were missing
      assertThat(there.read(root)).isEqualTo(here.read(root));
      assertThat(client.tags(name)).containsExactly("1");
    }
  }

  @Test
  void an_unchanged_image_is_pushed_again_without_uploading() throws Exception {
    try (var registry = DockerRegistry.start();
        var client = new RegistryClient(QUICK)) {
      Descriptor root = sample();
      Reference name = name(registry, "team/app:1");
      push(client, root, here, name);
      int before = registry.log().size();
      push(client, root, here, name);
      var later = registry.log().stream().skip(before).toList();
      assertThat(later).anyMatch(line -> line.contains("\"HEAD /v2/team/app/manifests/1"));
      assertThat(later).noneMatch(line -> line.contains("\"PUT ") || line.contains("\"POST "));
    }
  }

  @Test
  void skopeo_reads_what_was_pushed() throws Exception {
    try (var registry = DockerRegistry.start();
        var client = new RegistryClient(QUICK)) {
      Descriptor root = sample();
      push(client, root, here, name(registry, "team/app:1"));
      Programs.run(
          directory,
          "skopeo",
          "copy",
          "--all",
          "--preserve-digests",
          "--src-tls-verify=false",
          "docker://" + registry.host() + "/team/app:1",
          "oci:read:app");
      try (var read = DiskStore.open(directory.resolve("read"))) {
        assertThat(read.read(root)).isEqualTo(here.read(root));
        for (Descriptor member : OciJson.readIndex(here.read(root)).manifests()) {
          assertThat(read.read(member)).isEqualTo(here.read(member));
        }
      }
    }
  }

  @Test
  void what_skopeo_pushed_is_pulled() throws Exception {
    try (var registry = DockerRegistry.start();
        var client = new RegistryClient(QUICK)) {
      Descriptor image = Samples.image(here, "a layer that skopeo compresses when it pushes it");
      here.tag(Reference.parse("made:1"), image);
      Programs.run(
          directory,
          "skopeo",
          "copy",
          "--dest-tls-verify=false",
          "--format",
          "v2s2",
          "oci:here:docker.io/library/made:1",
          "docker://" + registry.host() + "/by/skopeo:1");
      Reference name = name(registry, "by/skopeo:1");
      Descriptor pulled = new ImagePuller(client).pull(name, there, PullOptions.ALL, Progress.NONE);
      assertThat(pulled.mediaType())
          .isEqualTo("application/vnd.docker.distribution.manifest.v2+json");
      there.tag(name, pulled);
      assertThat(there.resolve(name)).contains(pulled);
    }
  }

  @Test
  void a_blob_of_another_repository_is_mounted_not_sent() throws Exception {
    try (var registry = DockerRegistry.start();
        var client = new RegistryClient(QUICK)) {
      Descriptor root = sample();
      Reference first = name(registry, "first:1");
      push(client, root, here, first);
      int before = registry.log().size();
      var options = PushOptions.DEFAULT.withMountFrom(List.of(first, name(registry, "none:1")));
      new ImagePusher(client).push(root, here, name(registry, "second:1"), options, Progress.NONE);
      var later = registry.log().stream().skip(before).toList();
      assertThat(later).anyMatch(line -> line.contains("mount=sha256") && line.contains(" 201 "));
      assertThat(later).noneMatch(line -> line.contains("\"PUT /v2/second/blobs"));
    }
  }

  @Test
  void a_blob_can_be_sent_in_chunks() throws Exception {
    try (var registry = DockerRegistry.start();
        var client = new RegistryClient(QUICK)) {
      byte[] content = new byte[(16 << 20) + 12345];
      new Random(1).nextBytes(content);
      Descriptor blob = here.put("application/octet-stream", content);
      Reference name = name(registry, "chunks:1");
      client.upload(name, blob, () -> here.open(blob.digest()), Progress.NONE).inChunks().send();
      client.fetchBlob(name, blob, there, Progress.NONE);
      assertThat(there.size(blob.digest())).hasValue(content.length);
    }
  }

  @Test
  void a_login_is_verified_before_it_is_written_and_used_afterwards() throws Exception {
    var options = DockerRegistry.Options.OPEN.withLogin("alice", "s3cret-and-long");
    Path file = directory.resolve("home/auth.json");
    var logins = new CredentialStore(file, List.of(), "");
    try (var registry = DockerRegistry.start(options);
        var client = new RegistryClient(QUICK.withCredentials(logins))) {
      Reference name = name(registry, "team/app:1");
      assertThatThrownBy(() -> push(client, sample(), here, name))
          .isInstanceOf(RegistryException.Unauthorized.class)
          .extracting(e -> ((OciException) e).hint())
          .asString()
          .contains("sealer login " + registry.host());
      var wrong = new Credential.Basic("alice", "wrong-and-secret");
      assertThatThrownBy(() -> logins.login(registry.host(), wrong, client))
          .isInstanceOf(RegistryException.Unauthorized.class)
          .hasMessageNotContaining("wrong-and-secret");
      assertThat(file).doesNotExist();

      logins.login(registry.host(), new Credential.Basic("alice", "s3cret-and-long"), client);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      try (var later = new RegistryClient(QUICK.withCredentials(logins))) {
        push(later, sample(), here, name);
        assertThat(new ImagePuller(later).pull(name, there, PullOptions.ALL, Progress.NONE))
            .isEqualTo(sample());
      }
      Programs.run(
          directory,
          "skopeo",
          "inspect",
          "--raw",
          "--tls-verify=false",
          "--authfile",
          file.toString(),
          "docker://" + name);
      assertThat(logins.logout(registry.host())).isTrue();
      assertThat(logins.find(registry.host())).isEmpty();
    }
  }

  @Test
  void tls_is_verified_against_the_authority_that_was_given() throws Exception {
    try (var registry = DockerRegistry.start(DockerRegistry.Options.OPEN.withTls())) {
      Reference name = name(registry, "team/app:1");
      Descriptor root = sample();
      var trusting = QUICK.withHosts(Hosts.DEFAULT.withCa(registry.host(), registry.ca()));
      try (var client = new RegistryClient(trusting)) {
        push(client, root, here, name);
        assertThat(client.resolve(name)).isEqualTo(root);
      }
      var blind = QUICK.withHosts(Hosts.DEFAULT.withSkipVerify(registry.host()));
      try (var client = new RegistryClient(blind)) {
        assertThat(client.resolve(name)).isEqualTo(root);
      }
      Path other = directory.resolve("other");
      Files.createDirectory(other);
      Path stranger = TestCertificates.make(other, "127.0.0.1");
      var wary = QUICK.withHosts(Hosts.DEFAULT.withCa(registry.host(), stranger));
      try (var client = new RegistryClient(wary)) {
        assertThatThrownBy(() -> client.resolve(name))
            .isInstanceOf(RegistryException.TlsProblem.class)
            .extracting(e -> ((OciException) e).hint())
            .asString()
            .contains("--ca FILE");
      }
      try (var client = new RegistryClient(QUICK)) {
        assertThatThrownBy(() -> client.resolve(name))
            .isInstanceOf(RegistryException.Protocol.class)
            .extracting(e -> ((OciException) e).hint())
            .asString()
            .contains("speaks TLS");
      }
    }
  }

  @Test
  void plain_http_at_a_registry_that_speaks_tls_or_the_other_way_round_is_explained()
      throws Exception {
    try (var registry = DockerRegistry.start();
        var client =
            new RegistryClient(QUICK.withHosts(Hosts.DEFAULT.withSkipVerify(registry.host())))) {
      assertThatThrownBy(() -> client.resolve(name(registry, "a:1")))
          .isInstanceOf(RegistryException.TlsProblem.class)
          .extracting(e -> ((OciException) e).hint())
          .asString()
          .contains("--plain-http " + registry.host());
    }
  }

  @Test
  void a_missing_image_and_a_registry_that_is_not_there_are_told_apart() throws Exception {
    try (var registry = DockerRegistry.start();
        var client = new RegistryClient(QUICK)) {
      assertThatThrownBy(() -> client.resolve(name(registry, "none:1")))
          .isInstanceOf(RegistryException.NotFound.class)
          .hasMessageContaining("none:1")
          .hasMessageContaining("MANIFEST_UNKNOWN");
      registry.stop();
      assertThatThrownBy(() -> client.resolve(name(registry, "none:1")))
          .isInstanceOf(RegistryException.Unreachable.class)
          .hasMessageContaining("refused");
    }
  }

  @Test
  void a_deleted_image_is_gone() throws Exception {
    try (var registry = DockerRegistry.start();
        var client = new RegistryClient(QUICK)) {
      Reference name = name(registry, "team/app:1");
      push(client, sample(), here, name);
      client.delete(name);
      assertThat(client.find(name)).isEqualTo(Optional.empty());
    }
  }

  @Test
  void many_images_are_pulled_at_once() throws Exception {
    try (var registry = DockerRegistry.start();
        var client = new RegistryClient(QUICK.withParallelism(3))) {
      var names = new ArrayList<Reference>();
      for (int i = 0; i < 12; i++) {
        Reference name = name(registry, "image" + i + ":1");
        push(client, Samples.image(here, "shared by all", "only in " + i), here, name);
        names.add(name);
      }
      int before = registry.log().size();
      var pulled = new ImagePuller(client).pullAll(names, there, PullOptions.ALL, Progress.NONE);
      assertThat(pulled.keySet()).containsExactlyElementsOf(names);
      String shared = "/blobs/" + Digest.of("shared by all".getBytes(UTF_8));
      assertThat(registry.log().stream().skip(before))
          .filteredOn(line -> line.contains("\"GET ") && line.contains(shared))
          .hasSize(1);
    }
  }
}
