package io.sealer.share.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.share.registry.Garbage;
import io.sealer.share.registry.RegistryData;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Garbage collection in one process while another one serves and takes pushes. */
@Timeout(240)
class GarbageProcessIT {
  private static final int CLIENTS = 24;
  private static final int COLLECTIONS = 40;
  private static final int ACCEPTED = 200;
  private static final byte[] CONFIG = "{}".getBytes(UTF_8);

  @TempDir Path directory;

  @Test
  void it_gets_its_turn_and_takes_nothing_that_was_accepted() throws Exception {
    var stop = new AtomicBoolean();
    var accepted = new AtomicInteger();
    try (ServerProcess server = new ServerProcess(directory, "-Xmx64m");
        Client client = new Client(server.address);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Void>> pushes = new ArrayList<>();
      for (int n = 0; n < CLIENTS; n++) {
        int seed = n;
        pushes.add(threads.submit(() -> push(client, seed, stop, accepted)));
      }
      RegistryData data = RegistryData.open(directory);
      long blobs = 0;
      try {
        for (int n = 0; n < COLLECTIONS || accepted.get() < ACCEPTED; n++) {
          assertThat(pushes).noneMatch(Future::isDone); // none has failed
          blobs += data.garbage().collect(options(n)).blobs();
        }
      } finally {
        stop.set(true);
      }
      for (Future<Void> push : pushes) {
        push.get();
      }
      assertThat(blobs).isPositive();
    }
  }

  /** Without any grace every race there is would be lost sooner or later; some must get through. */
  private static Garbage.Options options(int n) {
    return new Garbage.Options(n % 4 == 0 ? Duration.ofSeconds(1) : Duration.ZERO, false);
  }

  /** Pushes and deletes small images. */
  private static Void push(Client client, int seed, AtomicBoolean stop, AtomicInteger accepted)
      throws Exception {
    var random = new Random(seed);
    while (!stop.get()) {
      String repository = "team/r" + random.nextInt(3);
      byte[] layer = ("layer " + random.nextInt(12)).getBytes(UTF_8);
      client.push(repository, CONFIG);
      client.push(repository, layer);
      byte[] manifest =
          Manifests.image(
              Manifests.descriptor(Manifests.CONFIG, "sha256", CONFIG),
              List.of(Manifests.descriptor(Manifests.LAYER, "sha256", layer)),
              ",\"annotations\":{\"by\":\"" + seed + "\"}");
      String path = "/v2/" + repository + "/manifests/" + Client.digest("sha256", manifest);
      var put = client.send("PUT", path, manifest, "Content-Type", Manifests.IMAGE);
      if (put.status() == 201) {
        accepted.incrementAndGet();
        assertThat(client.get(path).body()).isEqualTo(manifest);
        for (byte[] part : List.of(CONFIG, layer)) {
          String blob = "/v2/" + repository + "/blobs/" + Client.digest("sha256", part);
          assertThat(client.get(blob).body()).isEqualTo(part);
        }
        assertThat(client.delete(path).status()).isEqualTo(202);
      } else {
        assertThat(put.code()).isEqualTo("MANIFEST_BLOB_UNKNOWN"); // swept between the two: told
      }
    }
    return null;
  }
}
