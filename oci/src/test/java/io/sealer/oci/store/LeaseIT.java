package io.sealer.oci.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.oci.MediaTypes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Leases of stores that open and close while another one prunes. */
@Timeout(60)
class LeaseIT {
  private static final int ROUNDS = 400;

  @TempDir Path directory;

  @Test
  void a_store_that_closes_in_the_middle_of_a_prune_does_not_disturb_it() throws Exception {
    DiskStore.open(directory).close();
    try (var threads = Executors.newFixedThreadPool(3)) {
      Future<Integer> writers = threads.submit(this::openAndClose);
      Future<Integer> others = threads.submit(this::openAndClose);
      Callable<Integer> pruner =
          () -> {
            int rounds = 0;
            try (var store = DiskStore.open(directory)) {
              for (; !writers.isDone() || !others.isDone(); rounds++) {
                store.prune();
              }
            }
            return rounds;
          };
      Future<Integer> prunes = threads.submit(pruner);
      assertThat(writers.get() + others.get()).isEqualTo(2 * ROUNDS);
      assertThat(prunes.get()).isPositive();
    }
  }

  private int openAndClose() throws IOException {
    for (int i = 0; i < ROUNDS; i++) {
      try (var store = DiskStore.open(directory)) {
        store.put(MediaTypes.CONFIG, ("content " + i).getBytes(UTF_8));
      }
    }
    return ROUNDS;
  }
}
