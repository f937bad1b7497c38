package io.sealer.share.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import at.favre.lib.crypto.bcrypt.BCrypt;
import io.sealer.share.registry.RegistryData;
import io.sealer.share.serve.Access;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Docker logs in, pulls and pushes. Its daemon has no network of its own and keeps everything in
 * the test's directory; it cannot run where groups of processes cannot be made.
 */
@SuppressWarnings("NullAway.Init")
class DockerIT {
  private static final String NAME = "team/app:1";

  @TempDir Path directory;
  private Process daemon;

  @BeforeEach
  void start() throws Exception {
    Path log = directory.resolve("dockerd.log");
    daemon =
        new ProcessBuilder(
                "dockerd",
                "--iptables=false",
                "--ip6tables=false",
                "--bridge=none",
                "--storage-driver=vfs",
                "--data-root=" + directory.resolve("data"),
                "--exec-root=" + directory.resolve("exec"),
                "--pidfile=" + directory.resolve("pid"),
                "--host=" + socket())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    for (int i = 0; i < 300 && !answers(); i++) {
      if (!daemon.isAlive()) {
        abort("dockerd does not run here: " + Files.readAllLines(log).getLast());
      }
      daemon.waitFor(100, TimeUnit.MILLISECONDS);
    }
  }

  private boolean answers() throws Exception {
    return docker("version").waitFor() == 0;
  }

  @AfterEach
  void stop() throws Exception {
    daemon.destroy();
    if (!daemon.waitFor(30, TimeUnit.SECONDS)) {
      daemon.destroyForcibly().waitFor();
    }
  }

  private String socket() {
    return "unix://" + directory.resolve("docker.sock");
  }

  private Process docker(String... arguments) throws IOException {
    var command = new ArrayList<>(List.of("docker", "--host", socket()));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("DOCKER_CONFIG", directory.resolve("config").toString());
    return builder.start();
  }

  private String run(String input, String... arguments) throws Exception {
    Process process = docker(arguments);
    try (var in = process.getOutputStream()) {
      in.write(input.getBytes(UTF_8));
    }
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(String.join(" ", arguments) + "\n" + output).isZero();
    return output;
  }

  @Test
  void it_logs_in_pulls_pushes_and_pulls_again_by_digest() throws Exception {
    ImageLayout image = ImageLayout.write(directory.resolve("layout"), NAME);
    String hash = BCrypt.with(BCrypt.Version.VERSION_2Y).hashToString(4, "s3cret".toCharArray());
    Path users = Files.writeString(directory.resolve("users"), "me:" + hash + "\n");
    RegistryData data = RegistryData.open(directory.resolve("registry"));
    List<Access> log = new CopyOnWriteArrayList<>();
    ServerOptions options = ServerOptions.plain("127.0.0.1", 0).withUsers(users);
    try (RegistryServer server =
        RegistryServer.start(options, data, Optional.of(data.target()), log::add)) {
      String host = "127.0.0.1:" + server.address().getPort();
      skopeo("oci:" + image.directory() + ":" + NAME, "docker://" + host + "/" + NAME);
      assertThat(docker("pull", host + "/" + NAME).waitFor()).as("without login").isNotZero();

      run("s3cret", "login", "-u", "me", "--password-stdin", host);
      assertThat(run("", "pull", host + "/" + NAME)).contains(image.digest());
      run("", "tag", host + "/" + NAME, host + "/by/docker:1");
      String pushed = run("", "push", host + "/by/docker:1");

      String digest = pushed.replaceAll("(?s).*digest: (sha256:[0-9a-f]{64}).*", "$1");
      assertThat(log).anyMatch(a -> a.target().contains("mount=") && a.status() == 201);
      run("", "rmi", host + "/" + NAME, host + "/by/docker:1");
      assertThat(run("", "pull", host + "/by/docker@" + digest)).contains(digest);
    }
  }

  private void skopeo(String from, String to) throws Exception {
    Process copy =
        new ProcessBuilder(
                "skopeo",
                "--insecure-policy",
                "copy",
                "--dest-tls-verify=false",
                "--dest-creds=me:s3cret",
                from,
                to)
            .redirectErrorStream(true)
            .start();
    String said = new String(copy.getInputStream().readAllBytes(), UTF_8);
    assertThat(copy.waitFor()).as(said).isZero();
  }
}
