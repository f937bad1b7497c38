package io.sealer.oci.store;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A lock on a file that holds between threads and between processes. The kernel's locks belong to
 * the process, and closing any descriptor of the file drops them; so within this process there is
 * one open descriptor at most, and threads queue in front of it. Shared holders that come without
 * end keep nobody out: those of this process let its exclusive ones go first and end the common
 * hold now and then, and processes pass a turnstile (the file's first byte) that an exclusive one
 * keeps closed while it waits for the rest. A thread must not ask for a lock that it holds.
 */
public final class PathLock {
  private static final long RETRY_NANOS = 50_000_000;
  private static final long JOIN_NANOS = 20_000_000; // so long others may join a shared holder
  private static final ConcurrentHashMap<Path, PathLock> ALL = new ConcurrentHashMap<>();

  private final Path path;
  private final ReentrantLock mutex = new ReentrantLock();
  private final Condition changed = mutex.newCondition();
  private int users; // in ALL.compute only
  private int readers; // this and the following under mutex
  private boolean busy;
  private int exclusiveWaiting;
  private long sharedSince;
  private @Nullable FileChannel channel;

  private PathLock(Path path) {
    this.path = path;
  }

  /** A lock that is held until closed, by any thread. */
  public static final class Held implements AutoCloseable {
    private final PathLock lock;
    private boolean released;

    private Held(PathLock lock) {
      this.lock = lock;
    }

    /** Removes the lock's file and releases the lock; only for an exclusive one. */
    public void remove() throws IOException {
      if (released) {
        return;
      }
      try {
        lock.markRemoved();
      } finally {
        close();
      }
    }

    @Override
    public void close() throws IOException {
      if (!released) {
        released = true;
        lock.release();
      }
    }
  }

  /** Waits until nobody holds it exclusively. */
  public static Held shared(Path path) throws IOException {
    PathLock lock = enter(path);
    try {
      lock.acquireShared();
      return new Held(lock);
    } catch (IOException | RuntimeException e) {
      lock.leave();
      throw e;
    }
  }

  /** Waits until nobody holds it. */
  public static Held exclusive(Path path) throws IOException {
    PathLock lock = enter(path);
    try {
      lock.acquire();
      return new Held(lock);
    } catch (IOException | RuntimeException e) {
      lock.leave();
      throw e;
    }
  }

  /** Empty when anybody holds it. */
  public static Optional<Held> tryExclusive(Path path) throws IOException {
    PathLock lock = enter(path);
    boolean held = false;
    try {
      held = lock.tryAcquire();
      return held ? Optional.of(new Held(lock)) : Optional.empty();
    } finally {
      if (!held) {
        lock.leave();
      }
    }
  }

  private static PathLock enter(Path path) {
    return ALL.compute(
        path,
        (p, known) -> {
          PathLock lock = known == null ? new PathLock(p) : known;
          lock.users++;
          return lock;
        });
  }

  private void leave() {
    ALL.compute(path, (_, known) -> --users == 0 ? null : known);
  }

  private void acquire() throws IOException {
    await(true);
    settle(0, () -> open(false));
  }

  private void acquireShared() throws IOException {
    if (await(false)) {
      settle(1, () -> open(true));
    }
  }

  private boolean tryAcquire() throws IOException {
    mutex.lock();
    try {
      if (busy || readers > 0) {
        return false;
      }
      busy = true;
    } finally {
      mutex.unlock();
    }
    return settle(0, this::tryOpen) != null;
  }

  /** Waits for the threads of this process; false when a shared lock is held already. */
  private boolean await(boolean exclusive) throws IOException {
    mutex.lock();
    exclusiveWaiting += exclusive ? 1 : 0;
    try {
      while (busy || (exclusive ? readers > 0 : hasToQueue())) {
        changed.await();
      }
      if (readers > 0) {
        readers++;
        return false;
      }
      busy = true;
      return true;
    } catch (InterruptedException e) {
      throw interrupted();
    } finally {
      exclusiveWaiting -= exclusive ? 1 : 0;
      changed.signalAll();
      mutex.unlock();
    }
  }

  /** Whether one who wants to share must not join those who do; under mutex. */
  private boolean hasToQueue() {
    boolean old = readers > 0 && System.nanoTime() - sharedSince > JOIN_NANOS;
    return old || exclusiveWaiting > 0;
  }

  private interface Opener {
    @Nullable FileChannel open() throws IOException;
  }

  /** Opens with {@code busy} set; afterwards either held, exclusively or by one reader, or free. */
  private @Nullable FileChannel settle(int readersAfter, Opener opener) throws IOException {
    FileChannel opened = null;
    try {
      opened = opener.open();
      return opened;
    } finally {
      mutex.lock();
      try {
        channel = opened;
        readers = opened == null ? 0 : readersAfter;
        busy = opened != null && readersAfter == 0;
        sharedSince = System.nanoTime();
        changed.signalAll();
      } finally {
        mutex.unlock();
      }
    }
  }

  @SuppressWarnings("resource") // the lock lives as long as its channel
  private FileChannel open(boolean shared) throws IOException {
    while (true) {
      FileChannel opened = openFile();
      try {
        FileLock turnstile = lock(opened, 0, 1, shared);
        lock(opened, 1, Long.MAX_VALUE - 1, shared);
        if (shared) {
          turnstile.release();
        }
        if (isCurrent(opened)) {
          return opened;
        }
        opened.close();
      } catch (IOException | RuntimeException e) {
        opened.close();
        throw e;
      }
    }
  }

  /**
   * The kernel takes a process for one owner and so sees a deadlock where two processes, with
   * several threads each, wait for each other's locks; then asking again is what helps.
   */
  private FileLock lock(FileChannel opened, long first, long length, boolean shared)
      throws IOException {
    try {
      return opened.lock(first, length, shared);
    } catch (ClosedChannelException | FileLockInterruptionException e) {
      throw interrupted();
    } catch (IOException seemingDeadlock) {
      while (true) {
        FileLock lock = opened.tryLock(first, length, shared);
        if (lock != null) {
          return lock;
        }
        LockSupport.parkNanos(RETRY_NANOS);
        if (Thread.interrupted()) {
          throw interrupted();
        }
      }
    }
  }

  private InterruptedIOException interrupted() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("interrupted while waiting for " + path);
  }

  @SuppressWarnings("resource")
  private @Nullable FileChannel tryOpen() throws IOException {
    FileChannel opened = openFile();
    try {
      if (opened.tryLock() != null && isCurrent(opened)) {
        return opened;
      }
      opened.close();
      return null;
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  private FileChannel openFile() throws IOException {
    return FileChannel.open(
        path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  /** A lock file that is not empty was removed while we waited for it: the name means another. */
  private boolean isCurrent(FileChannel opened) throws IOException {
    if (opened.size() == 0) {
      return true;
    }
    try {
      if (Files.size(path) > 0) {
        Files.deleteIfExists(path); // its remover died half-way
      }
    } catch (NoSuchFileException gone) {
      return false;
    }
    return false;
  }

  private void markRemoved() throws IOException {
    FileChannel held = channel;
    if (held == null) {
      throw new IllegalStateException(path + " is not locked");
    }
    held.write(ByteBuffer.wrap(new byte[] {1}), 0);
    Files.deleteIfExists(path);
  }

  private void release() throws IOException {
    mutex.lock();
    try (FileChannel _ = readers > 1 ? null : channel) {
      readers = Math.max(0, readers - 1);
      if (readers == 0) {
        busy = false;
        channel = null;
        changed.signalAll();
      }
    } finally {
      mutex.unlock();
      leave();
    }
  }
}
