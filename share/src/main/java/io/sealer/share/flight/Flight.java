package io.sealer.share.flight;

import io.sealer.oci.Descriptor;
import io.sealer.oci.OciJson;
import io.sealer.oci.store.ContentStore;
import io.sealer.share.serve.DistributionException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.SeekableByteChannel;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * One content on its way into the store, as seen by those who wait for it. Small content is shown
 * when it is verified; of large content the last byte is held back until then, so that nobody can
 * take damaged content for whole. When the fetch has to begin again, who has read part of what came
 * before is cut off, as it may not belong together; others do not notice. Thread-safe.
 */
public final class Flight {
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
  private int attempt;

  Flight(Descriptor wanted) {
    this.wanted = wanted;
  }

  /** What is fetched. */
  public Descriptor wanted() {
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

  /** Begins again with the first byte. */
  void again() {
    change(
        () -> {
          if (position > 0) {
            attempt++;
          }
          position = 0;
        });
  }

  /** Counts how often the fetch has begun again. */
  int attempt() {
    lock.lock();
    try {
      return attempt;
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
   * @param since the attempt that the caller has read from; empty when it has read nothing
   * @throws IOException when the flight has failed, or began again since then
   */
  long await(long from, OptionalInt since) throws IOException {
    return await(() -> readable() > from, since);
  }

  /** Waits until the content is in the store. */
  void awaitVisible() throws IOException {
    await(() -> false, OptionalInt.empty());
  }

  /** Waits until nothing more comes, for good or ill, at most this many nanoseconds. */
  void awaitEnd(long nanos) throws InterruptedIOException {
    lock.lock();
    try {
      long left = nanos;
      while (state == State.ARRIVING && left > 0) {
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      throw interrupted();
    } finally {
      lock.unlock();
    }
  }

  private static InterruptedIOException interrupted() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("interrupted while content arrives");
  }

  private long await(BooleanSupplier enough, OptionalInt since) throws IOException {
    lock.lock();
    try {
      while (state == State.ARRIVING && !enough.getAsBoolean() && isSame(since)) {
        changed.await();
      }
      if (state == State.FAILED) {
        throw told(failure.orElseThrow());
      }
      if (!isSame(since)) {
        throw new IOException("the fetch of " + wanted.digest() + " began again");
      }
      return readable();
    } catch (InterruptedException e) {
      throw interrupted();
    } finally {
      lock.unlock();
    }
  }

  private boolean isSame(OptionalInt since) {
    return since.isEmpty() || since.getAsInt() == attempt;
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
