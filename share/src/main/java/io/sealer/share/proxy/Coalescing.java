package io.sealer.share.proxy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Asks a question once however many have it at the same time. Thread-safe. */
final class Coalescing<K, V> {
  private final Map<K, FutureTask<V>> running = new ConcurrentHashMap<>();

  /** The answer to a question, or to the same one that is being asked; what it throws, too. */
  V ask(K key, Callable<V> question) throws IOException {
    FutureTask<V> task =
        running.computeIfAbsent(
            key,
            _ -> {
              var fresh = new FutureTask<>(question);
              // A thread of its own: whoever asked first may leave before the others.
              Thread.ofVirtual().name("ask-" + key).start(fresh);
              return fresh;
            });
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException known ? known : new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while an upstream is asked");
    } finally {
      running.remove(key, task);
    }
  }
}
