package io.sealer.node.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.linux.Mounts;
import io.sealer.node.api.ExternalRegistry;
import io.sealer.node.api.HostsToml;
import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.ImageConfig;
import io.sealer.oci.Index;
import io.sealer.oci.Manifest;
import io.sealer.oci.MediaTypes;
import io.sealer.oci.OciJson;
import io.sealer.oci.Platform;
import io.sealer.oci.Progress;
import io.sealer.oci.Reference;
import io.sealer.oci.layer.Compression;
import io.sealer.oci.layer.Layer;
import io.sealer.oci.layer.LayerWriter;
import io.sealer.oci.registry.Credential;
import io.sealer.oci.registry.Hosts;
import io.sealer.oci.registry.ImagePusher;
import io.sealer.oci.registry.PushOptions;
import io.sealer.oci.registry.RegistryClient;
import io.sealer.oci.registry.RegistryOptions;
import io.sealer.oci.registry.testing.DockerRegistry;
import io.sealer.oci.store.DiskStore;
import io.sealer.oci.tar.TarEntry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Pulls by original names through the mirror; there is no way to any real registry. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContainerdIT {
  private Path temp;
  private Containerd containerd;
  private TestAuthority authority;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    temp = directory;
    authority = new TestAuthority("cluster");
    containerd = new Containerd(temp.resolve("containerd"));
  }

  @AfterAll
  void stop() throws Exception {
    containerd.close();
  }

  /** An index of one image with one layer. */
  static Descriptor image(DiskStore store, int seed) throws IOException {
    byte[] content = new byte[6_000_000];
    new Random(seed).nextBytes(content);
    Layer layer;
    try (LayerWriter writer = LayerWriter.open(store, Compression.GZIP)) {
      writer.add(TarEntry.file("content", 0644, content.length), new ByteArrayInputStream(content));
      layer = writer.commit();
    }
    var config = ImageConfig.of(Platform.LINUX_AMD64, List.of(layer.diffId()));
    Descriptor configured = store.put(MediaTypes.CONFIG, OciJson.write(config));
    var manifest = Manifest.image(configured, List.of(layer.descriptor()));
    Descriptor is =
        store.put(MediaTypes.MANIFEST, OciJson.write(manifest)).withPlatform(Platform.LINUX_AMD64);
    return store.put(MediaTypes.INDEX, OciJson.write(Index.of(List.of(is), Map.of())));
  }

  private Containerd.Said pull(TestHost through, String name) throws Exception {
    Path hosts = temp.resolve("certs.d");
    Files.createDirectories(hosts.resolve("_default"));
    Files.writeString(hosts.resolve("_default/hosts.toml"), HostsToml.text(through.config));
    return pull(hosts, name);
  }

  private Containerd.Said pull(Path hosts, String name) throws Exception {
    return containerd.ctr(
        "images", "pull", "--hosts-dir", "" + hosts, "--snapshotter", "native", name);
  }

  private void assertPulled(TestHost through, String name, Digest digest) throws Exception {
    Containerd.Said said = pull(through, name);
    assertThat(said.code()).as(said.text() + through.printed()).isZero();
    assertThat(containerd.ctr("images", "ls").text().lines())
        .anyMatch(line -> line.startsWith(name + " ") && line.contains(digest.toString()));
  }

  @Test
  void images_are_pulled_by_their_original_names_and_digests_from_the_hosts_own_store()
      throws Exception {
    try (var host = new TestHost(temp.resolve("own"), authority)) {
      Descriptor nginx = image(host.store, 1);
      Descriptor other = image(host.store, 2);
      host.names(
          Map.of(
              "nginx:1.25", nginx, "quay.io/library/nginx:1.25", other, "r.local:5000/a:1", nginx));
      assertPulled(host, "docker.io/library/nginx:1.25", nginx.digest());
      assertPulled(host, "quay.io/library/nginx:1.25", other.digest());
      assertPulled(host, "r.local:5000/a:1", nginx.digest());
      host.configure(host.config.withOwnNames(List.of("sea.hub:5000")));
      assertPulled(host, "sea.hub:5000/library/nginx@" + nginx.digest(), nginx.digest());
      assertPulled(host, "sea.hub:5000/a:1", nginx.digest());
      assertPulled(host, "docker.io/library/nginx@" + nginx.digest(), nginx.digest());
      Containerd.Said unknown = pull(host, "docker.io/library/unknown:1");
      assertThat(unknown.code()).isNotZero();
      assertThat(unknown.text()).contains("docker.io/library/unknown:1: not found");
    }
  }

  @Test
  void a_host_without_content_gives_what_any_living_master_has() throws Exception {
    try (var first = new TestHost(temp.resolve("first"), authority);
        var second = new TestHost(temp.resolve("second"), authority);
        var worker =
            new TestHost(
                temp.resolve("worker"),
                authority,
                first.asPeer("first"),
                second.asPeer("second"))) {
      Descriptor app = image(first.store, 3);
      image(second.store, 3);
      Descriptor late = image(second.store, 4);
      first.names(Map.of("registry.k8s.io/app:1", app));
      second.names(Map.of("registry.k8s.io/app:1", app, "registry.k8s.io/late:1", late));
      assertPulled(worker, "registry.k8s.io/app:1", app.digest());
      assertThat(first.printed()).contains("GET /v2/content/blobs/");

      first.stop();
      assertPulled(worker, "registry.k8s.io/late:1", late.digest());
      assertThat(worker.store.has(late.digest())).isTrue();
      assertThat(new String(worker.get("/healthz").body(), UTF_8)).contains("failed lately");
    }
  }

  @Test
  void containerd_takes_what_lies_on_its_file_system_without_being_sent_it() throws Exception {
    Path content = temp.resolve("containerd/root/io.containerd.content.v1.content");
    try (var master = new TestHost(temp.resolve("linked"), authority);
        var worker = TestHost.beside(content, temp.resolve("linking"), authority, master)) {
      Descriptor own = image(worker.store, 6);
      Descriptor others = image(master.store, 7);
      worker.names(Map.of("registry.k8s.io/own:1", own));
      master.names(Map.of("registry.k8s.io/others:1", others));
      for (String name : List.of("registry.k8s.io/own:1", "registry.k8s.io/others:1")) {
        assertPulled(worker, name, name.contains("own") ? own.digest() : others.digest());
      }
      assertThat(worker.printed()).contains("/manifests/").doesNotContain("/blobs/");
      for (Descriptor index : List.of(own, others)) {
        Digest layer = layer(worker.store, index);
        Path given = content.resolve("blobs/sha256").resolve(layer.hex());
        assertThat(Files.isSameFile(given, worker.store.file(layer))).isTrue();
      }
    }
  }

  /** As where containerd's directory is a disk of its own. */
  @Test
  void containerd_on_another_file_system_is_sent_what_it_pulls() throws Exception {
    Path elsewhere = Files.createDirectories(temp.resolve("elsewhere-mounted"));
    Mounts.tmpfs(elsewhere, "size=32m");
    try (var host = TestHost.beside(elsewhere, temp.resolve("apart"), authority)) {
      Descriptor image = image(host.store, 8);
      host.names(Map.of("registry.k8s.io/apart:1", image));
      assertPulled(host, "registry.k8s.io/apart:1", image.digest());
      assertThat(host.printed()).contains("links are not possible").contains("cross-device");
    } finally {
      Mounts.unmount(elsewhere);
    }
  }

  private static Digest layer(DiskStore store, Descriptor index) throws IOException {
    Descriptor manifest = OciJson.readIndex(store.read(index)).manifests().getFirst();
    return OciJson.readManifest(store.read(manifest)).layers().getFirst().digest();
  }

  /** The host knows names and indexes; layers are in the registry alone. */
  @Test
  void a_registry_outside_gives_with_login_and_authority_what_the_host_does_not_have()
      throws Exception {
    var options = DockerRegistry.Options.OPEN.withLogin("puller", "top secret").withTls();
    try (var registry = DockerRegistry.start(options);
        var host = new TestHost(temp.resolve("outside"), authority);
        var elsewhere = DiskStore.open(temp.resolve("elsewhere"))) {
      Descriptor index = image(elsewhere, 5);
      var login = new Credential.Basic("puller", "top secret");
      var external =
          new ExternalRegistry(
              registry.host(), "team/one", Optional.of(registry.ca()), Optional.of(login));
      push(elsewhere, index, external, "docker.io/library/app:1", registry);
      host.store.put(MediaTypes.INDEX, elsewhere.read(index));
      host.names(Map.of("docker.io/library/app:1", index));

      Path hosts = temp.resolve("outside-certs.d");
      Files.createDirectories(hosts.resolve("_default"));
      Path rules = hosts.resolve("_default/hosts.toml");
      Files.writeString(rules, HostsToml.text(host.config));
      assertThat(pull(hosts, "docker.io/library/app:1").code()).isNotZero();

      Files.writeString(rules, HostsToml.text(host.config, external));
      Containerd.Said said = pull(hosts, "docker.io/library/app:1");
      assertThat(said.code()).as(said.text() + registry.log()).isZero();
      Path own = Files.createDirectories(hosts.resolve(registry.host()));
      Files.writeString(own.resolve("hosts.toml"), HostsToml.ofExternal(external));
      Containerd.Said direct = pull(hosts, registry.host() + "/team/one/library/app:1");
      assertThat(direct.code()).as(direct.text() + registry.log()).isZero();
      assertThat(said.text() + direct.text()).doesNotContain(login.header());
    }
  }

  private static void push(
      DiskStore from, Descriptor index, ExternalRegistry to, String name, DockerRegistry registry)
      throws IOException {
    var options =
        RegistryOptions.defaults()
            .withHosts(Hosts.DEFAULT.withCa(registry.ca()))
            .withCredentials(_ -> to.login().map(login -> login));
    try (var client = new RegistryClient(options)) {
      Reference place = to.place(Reference.parse(name));
      new ImagePusher(client).push(index, from, place, PushOptions.DEFAULT, Progress.NONE);
    }
  }
}
