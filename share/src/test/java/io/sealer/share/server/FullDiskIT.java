package io.sealer.share.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry whose disk is full: a file system of its own, which needs root. */
class FullDiskIT {
  @TempDir Path directory;
  private Path disk = Path.of("none");

  @BeforeEach
  void mount() throws Exception {
    disk = Files.createDirectory(directory.resolve("disk"));
    run("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", disk.toString());
  }

  @AfterEach
  void unmount() throws Exception {
    run("umount", "-l", disk.toString());
  }

  private static void run(String... command) throws IOException, InterruptedException {
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }

  private static int push(Client client, byte[] blob) throws Exception {
    String digest = Client.digest("sha256", blob);
    return client.send("POST", "/v2/a/blobs/uploads/?digest=" + digest, blob).status();
  }

  @Test
  void a_push_that_finds_no_room_is_told_so_and_works_when_there_is_some() throws Exception {
    byte[] large = new byte[6 << 20];
    new Random(7).nextBytes(large);
    byte[] small = Arrays.copyOf(large, 100_000);
    try (var registry = new TestRegistry(disk.resolve("data"))) {
      Client client = registry.client;
      assertThat(push(client, small)).isEqualTo(201);

      String digest = Client.digest("sha256", large);
      var refused = client.send("POST", "/v2/a/blobs/uploads/?digest=" + digest, large);
      assertThat(refused.status()).isEqualTo(507);
      assertThat(new String(refused.body(), UTF_8)).contains("the registry's disk is full");
      assertThat(client.get("/v2/a/blobs/" + digest).status()).isEqualTo(404);
      assertThat(client.get("/v2/a/blobs/" + Client.digest("sha256", small)).body())
          .isEqualTo(small);

      run("mount", "-o", "remount,size=32m", disk.toString());
      assertThat(push(client, large)).isEqualTo(201);
      assertThat(client.get("/v2/a/blobs/" + digest).body()).isEqualTo(large);
    }
  }
}
