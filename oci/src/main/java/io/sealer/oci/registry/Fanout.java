package io.sealer.oci.registry;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Does things at once, each on a virtual thread; the first failure breaks the others off. */
final class Fanout {
  private Fanout() {}

  /** A task that may fail as transfers do. */
  @FunctionalInterface
  interface Task<I, O> {
    O on(I item) throws IOException;
  }

  /** The results in the order of the items; nothing runs any more when this returns or throws. */
  static <I, O> List<O> map(Collection<I> items, Task<I, O> task) throws IOException {
    try (ExecutorService threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("registry-", 0).factory())) {
      var done = new ExecutorCompletionService<O>(threads);
      var futures = new ArrayList<Future<O>>();
      for (I item : items) {
        Callable<O> call = () -> task.on(item);
        futures.add(done.submit(call));
      }
      try {
        return collect(done, futures);
      } catch (IOException | RuntimeException | Error e) {
        threads.shutdownNow();
        throw e;
      }
    }
  }

  /** A task without a result. */
  @FunctionalInterface
  interface Action<I> {
    void on(I item) throws IOException;
  }

  /** As {@link #map}, for tasks without a result. */
  static <I> void each(Collection<I> items, Action<I> action) throws IOException {
    List<Boolean> _ =
        map(
            items,
            item -> {
              action.on(item);
              return true;
            });
  }

  private static <O> List<O> collect(ExecutorCompletionService<O> done, List<Future<O>> futures)
      throws IOException {
    try {
      for (int finished = 0; finished < futures.size(); finished++) {
        done.take().get();
      }
      return futures.stream().map(Future::resultNow).toList();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while transfers were running");
    } catch (ExecutionException e) {
      throw rethrown(e.getCause());
    }
  }

  private static IOException rethrown(@Nullable Throwable cause) {
    return switch (cause) {
      case null -> new IOException("a transfer failed without a cause");
      case IOException e -> e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> new IOException(cause);
    };
  }
}
