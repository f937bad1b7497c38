package io.sealer.share.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import at.favre.lib.crypto.bcrypt.BCrypt;
import io.sealer.oci.Digest;
import io.sealer.oci.Progress;
import io.sealer.oci.Reference;
import io.sealer.oci.registry.ImagePuller;
import io.sealer.oci.registry.ImagePusher;
import io.sealer.oci.registry.PullOptions;
import io.sealer.oci.registry.PushOptions;
import io.sealer.oci.registry.RegistryClient;
import io.sealer.oci.registry.RegistryOptions;
import io.sealer.oci.store.DiskStore;
import io.sealer.share.registry.RegistryData;
import io.sealer.share.serve.Access;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs that people use push to us, pull from each other's pushes, and log in. */
class RealClientsIT {
  @TempDir Path directory;
  private Path layout;
  private String digest = "";

  @BeforeEach
  void image() throws Exception {
    Files.writeString(directory.resolve("auth.json"), "{}");
    ImageLayout image = ImageLayout.write(directory.resolve("layout"), "docker.io/team/app:1");
    layout = image.directory();
    digest = image.digest();
  }

  private String run(String... command) throws Exception {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("REGISTRY_AUTH_FILE", directory + "/auth.json");
    builder.environment().put("TMPDIR", directory.toString());
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(String.join(" ", command) + "\n" + output).isZero();
    return output;
  }

  private void pushWithSkopeo(String target) throws Exception {
    run(
        "skopeo",
        "--insecure-policy",
        "copy",
        "--dest-tls-verify=false",
        "oci:" + layout + ":docker.io/team/app:1",
        "docker://" + target);
  }

  @Test
  void skopeo_pushes_pulls_lists_and_deletes() throws Exception {
    try (TestRegistry registry = new TestRegistry(directory.resolve("data"))) {
      String host = "127.0.0.1:" + registry.server.address().getPort();
      pushWithSkopeo(host + "/team/app:1");
      assertThat(run("skopeo", "list-tags", "--tls-verify=false", "docker://" + host + "/team/app"))
          .contains("\"1\"");
      assertThat(
              run(
                  "skopeo",
                  "inspect",
                  "--tls-verify=false",
                  "docker://" + host + "/team/app@" + digest))
          .contains(digest);
      run(
          "skopeo",
          "--insecure-policy",
          "copy",
          "--src-tls-verify=false",
          "--dest-tls-verify=false",
          "--format=v2s2",
          "docker://" + host + "/team/app:1",
          "docker://" + host + "/team/docker:1");
      run("skopeo", "delete", "--tls-verify=false", "docker://" + host + "/team/app:1");
      assertThat(registry.client.get("/v2/team/app/manifests/1").status()).isEqualTo(404);
      assertThat(registry.client.get("/v2/team/docker/manifests/1").status()).isEqualTo(200);
    }
  }

  @Test
  void our_own_client_pushes_by_mounting_and_pulls() throws Exception {
    try (TestRegistry registry = new TestRegistry(directory.resolve("data"));
        DiskStore store = DiskStore.open(layout);
        DiskStore other = DiskStore.open(directory.resolve("other"));
        RegistryClient client = new RegistryClient(RegistryOptions.defaults())) {
      String host = "127.0.0.1:" + registry.server.address().getPort();
      var image = store.resolve(Reference.parse("docker.io/team/app:1")).orElseThrow();
      Reference one = Reference.parse(host + "/one/app:1");
      var pusher = new ImagePusher(client);
      pusher.push(image, store, one, PushOptions.DEFAULT, Progress.NONE);
      Reference two = Reference.parse(host + "/two/app:1");
      pusher.push(
          image, store, two, PushOptions.DEFAULT.withMountFrom(List.of(one)), Progress.NONE);
      assertThat(registry.log).anyMatch(a -> a.target().contains("mount=") && a.status() == 201);
      new ImagePuller(client).pull(two, other, PullOptions.ALL, Progress.NONE);
      assertThat(other.has(Digest.parse(digest))).isTrue();
    }
  }

  @Test
  void buildah_and_podman_push_and_pull() throws Exception {
    try (TestRegistry registry = new TestRegistry(directory.resolve("data"))) {
      String host = "127.0.0.1:" + registry.server.address().getPort();
      pushWithSkopeo(host + "/team/app:1");
      String[] storage = {
        "--root", directory + "/podman", "--runroot", directory + "/run", "--storage-driver", "vfs"
      };
      try {
        with("buildah", storage, "pull", "--tls-verify=false", host + "/team/app:1");
        with(
            "buildah",
            storage,
            "push",
            "--tls-verify=false",
            host + "/team/app:1",
            "docker://" + host + "/by/buildah:1");
        with("podman", storage, "pull", "-q", "--tls-verify=false", host + "/by/buildah:1");
        with("podman", storage, "tag", host + "/by/buildah:1", host + "/by/podman:1");
        with("podman", storage, "push", "--tls-verify=false", host + "/by/podman:1");
      } finally {
        run("rm", "-rf", directory + "/podman", directory + "/run");
      }
      assertThat(registry.client.get("/v2/by/podman/manifests/1").status()).isEqualTo(200);
    }
  }

  private void with(String program, String[] storage, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(program);
    command.addAll(List.of(storage));
    command.addAll(List.of(arguments));
    run(command.toArray(String[]::new));
  }

  @Test
  void containerd_pulls_and_pushes() throws Exception {
    String socket = directory + "/containerd.sock";
    Path config =
        Files.writeString(
            directory.resolve("containerd.toml"),
            """
            version = 2
            root = "%1$s/containerd"
            state = "%1$s/state"
            disabled_plugins = ["io.containerd.grpc.v1.cri", "io.containerd.internal.v1.opt"]
            [grpc]
            address = "%2$s"
            """
                .formatted(directory, socket));
    Process daemon =
        new ProcessBuilder("containerd", "-c", config.toString(), "-l", "error")
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("containerd.log").toFile())
            .start();
    try (TestRegistry registry = new TestRegistry(directory.resolve("data"))) {
      String host = "127.0.0.1:" + registry.server.address().getPort();
      pushWithSkopeo(host + "/team/app:1");
      for (int i = 0; i < 200 && !Files.exists(Path.of(socket)); i++) {
        Thread.sleep(50);
      }
      String[] ctr = {
        "ctr", "-a", socket, "content", "fetch", "--plain-http", host + "/team/app:1"
      };
      run(ctr);
      String[] push = {
        "ctr",
        "-a",
        socket,
        "images",
        "push",
        "--plain-http",
        host + "/by/ctr:1",
        host + "/team/app:1"
      };
      run(push);
      assertThat(registry.client.head("/v2/by/ctr/manifests/1").header("Docker-Content-Digest"))
          .contains(digest);
    } finally {
      daemon.destroy();
      if (!daemon.waitFor(20, TimeUnit.SECONDS)) {
        daemon.destroyForcibly().waitFor();
      }
    }
  }

  @Test
  void skopeo_logs_in_over_tls() throws Exception {
    run(
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=localhost",
        "-addext",
        "subjectAltName=IP:127.0.0.1",
        "-keyout",
        directory + "/key.pem",
        "-out",
        directory + "/ca.crt");
    Path key = directory.resolve("key.pem");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    String hash = BCrypt.with(BCrypt.Version.VERSION_2Y).hashToString(4, "s3cret".toCharArray());
    Path users = Files.writeString(directory.resolve("users"), "me:" + hash + "\n");
    RegistryData data = RegistryData.open(directory.resolve("data"));
    List<Access> log = new CopyOnWriteArrayList<>();
    ServerOptions options =
        ServerOptions.plain("127.0.0.1", 0)
            .withTls(directory.resolve("ca.crt"), key)
            .withUsers(users);
    try (RegistryServer server =
        RegistryServer.start(options, data, Optional.of(data.target()), log::add)) {
      String target = "docker://127.0.0.1:" + server.address().getPort() + "/team/app:1";
      String from = "oci:" + layout + ":docker.io/team/app:1";
      String trust = "--dest-cert-dir=" + directory;
      run("mv", directory + "/ca.crt", directory + "/registry.crt");
      run("skopeo", "--insecure-policy", "copy", trust, "--dest-creds=me:s3cret", from, target);
      run(
          "skopeo",
          "--insecure-policy",
          "copy",
          "--src-cert-dir=" + directory,
          "--src-creds=me:s3cret",
          target,
          "oci:" + directory + "/pulled:x");
      Process refused =
          new ProcessBuilder(
                  "skopeo",
                  "--insecure-policy",
                  "copy",
                  trust,
                  "--dest-creds=me:wrong",
                  from,
                  target)
              .start();
      assertThat(refused.waitFor()).isNotZero();
      assertThat(log).anyMatch(access -> access.status() == 401);
    }
  }
}
