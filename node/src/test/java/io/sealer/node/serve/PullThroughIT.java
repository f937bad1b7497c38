package io.sealer.node.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.Progress;
import io.sealer.oci.Reference;
import io.sealer.oci.registry.Credential;
import io.sealer.oci.registry.ImagePusher;
import io.sealer.oci.registry.PushOptions;
import io.sealer.oci.registry.RegistryClient;
import io.sealer.oci.registry.RegistryOptions;
import io.sealer.oci.store.DiskStore;
import io.sealer.share.proxy.Login;
import io.sealer.share.proxy.ProxyConfig;
import io.sealer.share.proxy.ProxyContent;
import io.sealer.share.proxy.Upstream;
import io.sealer.share.server.RegistryServer;
import io.sealer.share.server.ServerOptions;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** containerd pulls by original names through one cache in front of two registries of Debian's. */
class PullThroughIT {
  private static final String PASSWORD = "only-for-tests";

  @TempDir private Path temp;

  /** Debian's docker-registry, with or without a user. */
  private final class Registry implements AutoCloseable {
    private final Process process;
    private final int port;
    private final boolean closed;

    Registry(String name, boolean closed) throws Exception {
      Path home = Files.createDirectories(temp.resolve(name));
      this.closed = closed;
      try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        port = socket.getLocalPort();
      }
      if (closed) {
        Process made =
            new ProcessBuilder("htpasswd", "-i", "-B", "-c", "" + home.resolve("users"), "robot")
                .start();
        made.getOutputStream().write(PASSWORD.getBytes(UTF_8));
        made.getOutputStream().close();
        assertThat(made.waitFor()).isZero();
      }
      Files.writeString(
          home.resolve("config.yml"),
          """
          version: 0.1
          storage: {filesystem: {rootdirectory: %1$s/storage}}
          http: {addr: "127.0.0.1:%2$d", secret: test}
          %3$s
          """
              .formatted(
                  home,
                  port,
                  closed ? "auth: {htpasswd: {realm: test, path: " + home + "/users}}" : ""));
      process =
          new ProcessBuilder("docker-registry", "serve", "" + home.resolve("config.yml"))
              .redirectErrorStream(true)
              .redirectOutput(home.resolve("log").toFile())
              .start();
      awaitAnswer(home);
    }

    private void awaitAnswer(Path home) throws Exception {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      while (true) {
        try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
          return;
        } catch (ConnectException notYet) {
          if (!process.isAlive() || System.nanoTime() > deadline) {
            close();
            throw new AssertionError(Files.readString(home.resolve("log")), notYet);
          }
          Thread.sleep(20);
        }
      }
    }

    Upstream upstream(String name) throws IOException {
      Upstream at = Upstream.of(name).at(URI.create("http://127.0.0.1:" + port));
      Path secret = Files.writeString(temp.resolve("secret"), PASSWORD + "\n");
      return closed ? at.as(new Login.PasswordFile("robot", secret)) : at;
    }

    void push(DiskStore store, Descriptor index, String repository) throws IOException {
      var login = new Credential.Basic("robot", PASSWORD);
      RegistryOptions options = RegistryOptions.defaults().withCredentials(_ -> Optional.of(login));
      try (var client = new RegistryClient(options)) {
        Reference name = Reference.parse("127.0.0.1:" + port + "/" + repository);
        new ImagePusher(client).push(index, store, name, PushOptions.DEFAULT, Progress.NONE);
      }
    }

    @Override
    public void close() {
      stop();
    }

    void stop() {
      process.destroy();
      process.onExit().join();
    }
  }

  @Test
  void two_registries_are_pulled_from_and_answered_for_when_they_are_away() throws Exception {
    try (var hub = new Registry("hub", true);
        var quay = new Registry("quay", false);
        var store = DiskStore.open(temp.resolve("store"))) {
      Descriptor nginx = ContainerdIT.image(store, 11);
      Descriptor app = ContainerdIT.image(store, 12);
      hub.push(store, nginx, "library/nginx:1");
      quay.push(store, app, "team/app:2");
      var config = ProxyConfig.of(hub.upstream("docker.io"), quay.upstream("quay.io"));
      pullAll(config, "first", List.of(nginx.digest(), app.digest()));
      hub.stop();
      quay.stop();
      pullAll(config, "offline", List.of(nginx.digest(), app.digest()));
    }
  }

  private void pullAll(ProxyConfig config, String name, List<Digest> digests) throws Exception {
    try (var content = ProxyContent.open(temp.resolve("cache"), config, _ -> {});
        var server = RegistryServer.start(ServerOptions.plain("127.0.0.1", 0), content, _ -> {});
        var containerd = new Containerd(temp.resolve("containerd-" + name))) {
      String url = "http://127.0.0.1:" + server.address().getPort();
      Path hosts = Files.createDirectories(temp.resolve("certs.d/_default"));
      Files.writeString(
          hosts.resolve("hosts.toml"),
          "server = \"%1$s\"\n[host.\"%1$s\"]\n  capabilities = [\"pull\", \"resolve\"]\n"
              .formatted(url));
      assertPulled(containerd, "docker.io/library/nginx:1", digests.get(0));
      assertPulled(containerd, "quay.io/team/app:2", digests.get(1));
      assertThat(pull(containerd, "quay.io/team/unknown:2").code()).isNotZero();
    }
  }

  private Containerd.Said pull(Containerd containerd, String name) throws Exception {
    Path hosts = temp.resolve("certs.d");
    return containerd.ctr(
        "images", "pull", "--hosts-dir", "" + hosts, "--snapshotter", "native", name);
  }

  private void assertPulled(Containerd containerd, String name, Digest digest) throws Exception {
    Containerd.Said said = pull(containerd, name);
    assertThat(said.code()).as(said.text()).isZero();
    assertThat(containerd.ctr("images", "ls").text().lines())
        .anyMatch(line -> line.startsWith(name + " ") && line.contains(digest.toString()));
  }
}
