package io.sealer.share.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pushes that go wrong, come at once, or come back. */
class PushesTest {
  private static final String UPLOADS = "/v2/a/blobs/uploads/";

  @TempDir Path directory;
  private TestRegistry registry;
  private Client client;
  private final byte[] blob = new byte[400_000];

  @BeforeEach
  void start() throws IOException {
    registry = new TestRegistry(directory);
    client = registry.client;
    new Random(3).nextBytes(blob);
  }

  @AfterEach
  void stop() throws IOException {
    registry.close();
  }

  @Test
  void a_client_that_lost_its_connection_goes_on_at_once_on_another() throws Exception {
    String at = client.send("POST", UPLOADS, new byte[0]).location();
    try (Socket dead =
        new Socket(registry.server.address().getAddress(), registry.server.address().getPort())) {
      String head = "PATCH " + at + " HTTP/1.1\r\nHost: x\r\nContent-Length: 400000\r\n\r\n";
      dead.getOutputStream().write(head.getBytes(UTF_8));
      dead.getOutputStream().write(blob, 0, 300_000); // and now nothing comes any more
      long here = 0;
      for (int i = 0; i < 100 && here < 65_536; i++) {
        Thread.sleep(20);
        here = end(client.get(at)) + 1;
      }
      assertThat(here).isGreaterThanOrEqualTo(65_536);
      byte[] rest = Arrays.copyOfRange(blob, (int) here, blob.length);
      var patched = client.send("PATCH", at, rest, "Content-Range", here + "-" + (blob.length - 1));
      if (patched.status() == 416) { // the rest of what the dead one sent was written meanwhile
        here = end(patched) + 1;
        rest = Arrays.copyOfRange(blob, (int) here, blob.length);
        patched = client.send("PATCH", at, rest, "Content-Range", here + "-" + (blob.length - 1));
      }
      assertThat(patched.status()).isEqualTo(202);
      assertThat(dead.getInputStream().read()).isNegative();
    }
    String digest = Client.digest("sha256", blob);
    assertThat(client.send("PUT", at + "?digest=" + digest, new byte[0]).status()).isEqualTo(201);
    assertThat(client.get("/v2/a/blobs/" + digest).body()).isEqualTo(blob);
  }

  private static long end(Client.Answer answer) {
    return Long.parseLong(answer.header("Range").orElseThrow().substring(2));
  }

  @Test
  void an_upload_goes_on_after_the_server_was_started_again() throws Exception {
    byte[] first = Arrays.copyOf(blob, 150_000);
    String at = client.send("POST", UPLOADS, new byte[0]).location();
    assertThat(client.send("PATCH", at, first).status()).isEqualTo(202);
    registry.close();
    registry = new TestRegistry(directory);
    client = registry.client;
    assertThat(client.get(at).header("Range")).contains("0-149999");
    byte[] rest = Arrays.copyOfRange(blob, 150_000, blob.length);
    String digest = Client.digest("sha256", blob);
    assertThat(client.send("PUT", at + "?digest=" + digest, rest).status()).isEqualTo(201);
    assertThat(client.get("/v2/a/blobs/" + digest).body()).isEqualTo(blob);
  }

  @Test
  void many_pushes_of_one_blob_at_once_store_it_once() throws Exception {
    List<Callable<Integer>> pushes = new ArrayList<>();
    String digest = Client.digest("sha256", blob);
    for (int i = 0; i < 40; i++) {
      String path = "/v2/repo" + i % 5 + "/blobs/uploads/?digest=" + digest;
      pushes.add(() -> client.send("POST", path, blob).status());
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Integer> push : threads.invokeAll(pushes)) {
        assertThat(push.get()).isEqualTo(201);
      }
    }
    for (int i = 0; i < 5; i++) {
      assertThat(client.get("/v2/repo" + i + "/blobs/" + digest).body()).isEqualTo(blob);
    }
    assertThat(bytesIn(directory)).isBetween((long) blob.length, blob.length + 4096L);
    assertThat(directory.resolve("uploads")).isEmptyDirectory();
  }

  private static long bytesIn(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      long sum = 0;
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        sum += Files.size(file);
      }
      return sum;
    }
  }

  @Test
  void a_body_that_breaks_off_leaves_an_upload_to_go_on_with() throws Exception {
    String at = client.send("POST", UPLOADS, new byte[0]).location();
    var broken =
        new FilterInputStream(new ByteArrayInputStream(blob, 0, 200_000)) {
          @Override
          public int read(byte[] into, int offset, int length) throws IOException {
            int n = super.read(into, offset, length);
            if (n < 0) {
              throw new IllegalStateException("the cable was pulled");
            }
            return n;
          }
        };
    try {
      client.send("PATCH", at, BodyPublishers.ofInputStream(() -> broken));
    } catch (IOException pulled) {
      assertThat(pulled).hasStackTraceContaining("pulled");
    }
    String digest = Client.digest("sha256", blob);
    var state = client.get(at);
    int status = 416;
    for (int i = 0; i < 50 && status == 416; i++) { // until the server has seen the break, too
      assertThat(state.status()).isIn(204, 416);
      int here = end(state) == 0 ? 0 : (int) end(state) + 1;
      byte[] rest = Arrays.copyOfRange(blob, here, blob.length);
      String range = here + "-" + (blob.length - 1);
      state = client.send("PUT", at + "?digest=" + digest, rest, "Content-Range", range);
      status = state.status();
    }
    assertThat(status).isEqualTo(201);
    assertThat(client.get("/v2/a/blobs/" + digest).body()).isEqualTo(blob);
  }
}
