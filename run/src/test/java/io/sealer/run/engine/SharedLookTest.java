package io.sealer.run.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SharedLookTest {
  private final SharedLook<Integer> look = new SharedLook<>();
  private final AtomicInteger looks = new AtomicInteger();

  @Test
  void who_comes_while_one_looks_gets_what_that_one_sees() throws Exception {
    var looking = new CountDownLatch(1);
    var others = new CountDownLatch(3);
    Callable<Integer> first =
        () ->
            look.at(
                () -> {
                  looking.countDown();
                  awaited(others);
                  return looks.incrementAndGet();
                });
    Callable<Integer> other =
        () -> {
          awaited(looking);
          others.countDown();
          return look.at(looks::incrementAndGet);
        };
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Integer> seen :
          threads.invokeAll(Stream.of(first, other, other, other).toList())) {
        assertThat(seen.get()).isEqualTo(1);
      }
    }
  }

  private static void awaited(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void what_is_forgotten_is_looked_at_anew() throws Exception {
    assertThat(look.at(looks::incrementAndGet)).isEqualTo(1);
    look.forget();
    assertThat(look.at(looks::incrementAndGet)).isEqualTo(2);
  }

  @Test
  void a_look_that_fails_is_not_remembered() throws Exception {
    assertThatThrownBy(
            () ->
                look.at(
                    () -> {
                      throw new IllegalStateException("not now");
                    }))
        .hasMessage("not now");
    assertThat(look.at(looks::incrementAndGet)).isEqualTo(1);
  }
}
