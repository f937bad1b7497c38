package io.sealer.node.exchange;

import io.sealer.oci.Descriptor;
import io.sealer.oci.OciJson;
import io.sealer.oci.store.ContentStore;
import io.sealer.share.serve.DistributionException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.SeekableByteChannel;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * One content on its way into the store, as seen by those who wait for it. Small content is shown
 * when it is verified; of large content the last byte is held back until then, so that nobody can
 * take damaged content for whole. Thread-safe.
 */
final class Flight {
  private enum State {
    ARRIVING,
    VISIBLE,
    FAILED
  }

  private final Descriptor wanted;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private State state = State.ARRIVING;
  private Optional<IOException> failure = Optional.empty();
  private Optional<ContentStore.Partial> partial = Optional.empty();
  private long position;
  private boolean shown;

  Flight(Descriptor wanted) {
    this.wanted = wanted;
  }

  Descriptor wanted() {
    return wanted;
  }

  /** Content comes into this from now on. */
  void into(ContentStore.Partial into) {
    change(
        () -> {
          partial = Optional.of(into);
          position = into.position();
        });
  }

  void arrived(long upTo) {
    change(() -> position = upTo);
  }

  void visible() {
    change(() -> state = State.VISIBLE);
  }

  void failed(IOException why) {
    change(
        () -> {
          state = State.FAILED;
          failure = Optional.of(why);
        });
  }

  /** Begins again with the first byte; false when somebody has been shown what came before. */
  boolean again() {
    lock.lock();
    try {
      if (!shown) {
        position = 0;
      }
      return !shown;
    } finally {
      lock.unlock();
    }
  }

  private void change(Runnable change) {
    lock.lock();
    try {
      change.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for more than this many bytes; answers how many can be read.
   *
   * @throws IOException when the flight has failed
   */
  long await(long from) throws IOException {
    return await(() -> readable() > from, true);
  }

  /** Waits until the content is in the store. */
  void awaitVisible() throws IOException {
    await(() -> false, false);
  }

  private long await(BooleanSupplier enough, boolean show) throws IOException {
    lock.lock();
    try {
      while (state == State.ARRIVING && !enough.getAsBoolean()) {
        changed.await();
      }
      if (state == State.FAILED) {
        throw told(failure.orElseThrow());
      }
      shown |= show;
      return readable();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while content arrives");
    } finally {
      lock.unlock();
    }
  }

  /** Each waiting thread gets an exception of its own. */
  static IOException told(Throwable why) {
    IOException own =
        why instanceof DistributionException known
            ? known.code().because(String.valueOf(why.getMessage()))
            : new IOException(why.getMessage());
    own.initCause(why);
    return own;
  }

  private long readable() {
    if (state == State.VISIBLE) {
      return wanted.size();
    }
    return wanted.size() <= OciJson.LIMIT ? 0 : Math.min(position, wanted.size() - 1);
  }

  /** The bytes that are here; empty when the store has them. */
  Optional<SeekableByteChannel> reader() throws IOException {
    Optional<ContentStore.Partial> source;
    lock.lock();
    try {
      source = state == State.VISIBLE ? Optional.empty() : partial;
    } finally {
      lock.unlock();
    }
    return source.isEmpty() ? Optional.empty() : source.get().reader();
  }
}
