package io.sealer.oci.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PathLockTest {
  @TempDir Path directory;

  @Test
  void shared_holders_that_overlap_without_end_let_an_exclusive_one_in() throws Exception {
    Path file = directory.resolve("lock");
    var stop = new AtomicBoolean();
    Callable<Integer> holder =
        () -> {
          int held = 0;
          for (; !stop.get(); held++) {
            try (var _ = PathLock.shared(file)) {
              TimeUnit.MILLISECONDS.sleep(3); // longer than it takes the others to come
            }
          }
          return held;
        };
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> holders = new ArrayList<>();
      for (int n = 0; n < 16; n++) {
        holders.add(threads.submit(holder));
      }
      Future<Boolean> alone =
          threads.submit(
              () -> {
                for (int n = 0; n < 20; n++) {
                  PathLock.exclusive(file).close();
                }
                return true;
              });
      try {
        assertThat(alone.get(20, TimeUnit.SECONDS)).isTrue();
      } finally {
        stop.set(true);
      }
      for (Future<Integer> each : holders) {
        assertThat(each.get()).isPositive();
      }
    }
  }
}
