package io.sealer.host;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What a running command sends, in order, between the connection's thread and the caller's. Holds
 * at most about 4 MiB: then the sender waits, until the reader takes some or gives up.
 */
final class Inbox {
  private static final long LIMIT = 4L << 20;

  /** Something that happened to the command. */
  sealed interface Event {
    /** Bytes of standard output, or of standard error; handed over, never shared. */
    @SuppressWarnings("ArrayRecordComponent")
    record Data(boolean error, byte[] bytes) implements Event {}

    /** Nothing more will come. */
    record Closed() implements Event {}

    /** The caller's own input could not be read. */
    record InputFailed(Exception why) implements Event {}
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Event> events = new ArrayDeque<>();
  private long held;
  private boolean abandoned;
  private volatile long moved = System.nanoTime();

  /** Takes bytes over; waits while the inbox is full. */
  void data(boolean error, byte[] from, int offset, int length) {
    moved();
    byte[] bytes = Arrays.copyOfRange(from, offset, offset + length);
    lock.lock();
    try {
      while (held >= LIMIT && !abandoned) {
        changed.awaitUninterruptibly();
      }
      if (!abandoned) {
        held += length;
        events.add(new Event.Data(error, bytes));
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Nothing more will come. */
  void closed() {
    add(new Event.Closed());
  }

  /** The caller's own input could not be read. */
  void inputFailed(Exception why) {
    add(new Event.InputFailed(why));
  }

  private void add(Event event) {
    lock.lock();
    try {
      events.add(event);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Bytes went in either direction: the command is not idle. */
  void moved() {
    moved = System.nanoTime();
  }

  /** How long ago bytes went in either direction. */
  long idleNanos() {
    return System.nanoTime() - moved;
  }

  /** The next event; empty when none came within so many nanoseconds. */
  Optional<Event> next(long nanos) throws InterruptedException {
    long left = nanos;
    lock.lockInterruptibly();
    try {
      while (events.isEmpty()) {
        if (left <= 0) {
          return Optional.empty();
        }
        left = changed.awaitNanos(left);
      }
      Event event = events.remove();
      if (event instanceof Event.Data data) {
        held -= data.bytes().length;
        changed.signalAll();
      }
      return Optional.of(event);
    } finally {
      lock.unlock();
    }
  }

  /** The same for whoever must not be interrupted. */
  Optional<Event> nextUninterrupted(long nanos) {
    long deadline = System.nanoTime() + nanos;
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return next(Math.min(deadline - System.nanoTime(), TimeUnit.HOURS.toNanos(1)));
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Nobody reads any more: whoever sends must not wait. */
  void abandon() {
    lock.lock();
    try {
      abandoned = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
