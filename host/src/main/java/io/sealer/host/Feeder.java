package io.sealer.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Starts a line and gives it its input, on a thread of its own. Nobody interrupts that thread: the
 * ssh library loses interrupts. The rest of the input waits for the command's start, and stops at
 * its end, because data for a channel that has closed ends the whole connection.
 */
final class Feeder {
  private static final int CHUNK = 1 << 17;
  private static final byte[] LET_GO = {'\n'};
  private static final Duration START = Duration.ofSeconds(20);

  private final Link link;
  private final String line;
  private final byte[] head;
  private final Rest rest;
  private final Inbox inbox;
  private final CompletableFuture<Link.Wire> wire = new CompletableFuture<>();
  private final CountDownLatch started = new CountDownLatch(1);
  private final ReentrantLock sending = new ReentrantLock();
  private volatile boolean paused;

  private Feeder(Link link, String line, byte[] head, Rest rest, Inbox inbox) {
    this.link = link;
    this.line = line;
    this.head = head;
    this.rest = rest;
    this.inbox = inbox;
  }

  /** What a line reads after its head. */
  sealed interface Rest {
    /** Comes after {@link #commandStarted}, then the end of file. */
    record Content(Source source) implements Rest {}

    /** The end of file at once. */
    record Nothing() implements Rest {}

    /** The end of file after {@link #commandEnded}, or when the command does not start. */
    record Lifeline() implements Rest {}
  }

  /**
   * Starts the line and feeds it.
   *
   * @param head comes first
   */
  static Feeder start(Link link, String line, byte[] head, Rest rest, Inbox inbox) {
    var feeder = new Feeder(link, line, head, rest, inbox);
    Threads.ofCommand(feeder::run);
    return feeder;
  }

  /** The started line; fails with what kept it from starting. */
  CompletableFuture<Link.Wire> wire() {
    return wire;
  }

  /** The command reads its input now. */
  void commandStarted() {
    started.countDown();
  }

  /** The command has ended: sends no more of its input, but the end of file. */
  void commandEnded() {
    Threads.ofCommand(this::finish);
  }

  private void finish() {
    paused = true;
    started.countDown();
    sending.lock();
    try {
      wire.join().stdin().close();
    } catch (IOException | CompletionException e) {
      // The line is gone already.
    } finally {
      sending.unlock();
    }
  }

  /** Sends no more, not even the end of file; waits at most so long for what is under way. */
  void pause(Duration patience) {
    paused = true;
    started.countDown();
    boolean interrupted = Thread.interrupted();
    try {
      if (sending.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        sending.unlock();
      }
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Lets go of the line, now or as soon as it has started. */
  void close() {
    paused = true;
    started.countDown();
    var _ = wire.thenAccept(Link.Wire::close);
  }

  private void run() {
    try {
      Link.Wire begun = link.start(line, inbox);
      wire.complete(begun);
      feed(begun.stdin());
    } catch (SourceFailure e) {
      // No end of file is sent: what has been sent must not pass for the whole.
      inbox.inputFailed(e.getCause() instanceof Exception cause ? cause : e);
    } catch (InterruptedException | IOException | RuntimeException e) {
      // A command may end without reading all of its input; then its exit status is what counts.
      if (wire.completeExceptionally(e)) {
        inbox.closed();
      }
    }
  }

  private void feed(OutputStream in) throws IOException, InterruptedException, SourceFailure {
    in.write(head);
    in.flush();
    switch (rest) {
      case Rest.Nothing() -> {}
      case Rest.Content(var source) -> {
        started.await();
        copy(source, in);
      }
      case Rest.Lifeline() -> {
        if (started.await(START.toSeconds(), TimeUnit.SECONDS)) {
          return;
        }
        // Whatever was started instead of a shell may wait for the end; ours sees it is on purpose.
        send(in, LET_GO, LET_GO.length);
      }
    }
    sending.lock();
    try {
      if (!paused) {
        in.close();
      }
    } finally {
      sending.unlock();
    }
  }

  private void copy(Source source, OutputStream in) throws IOException, SourceFailure {
    byte[] chunk = new byte[CHUNK];
    try (InputStream from = open(source)) {
      for (int n = read(from, chunk); n >= 0 && !paused; n = read(from, chunk)) {
        send(in, chunk, n);
      }
    }
  }

  private void send(OutputStream in, byte[] chunk, int length) throws IOException {
    sending.lock();
    try {
      if (!paused) {
        in.write(chunk, 0, length);
        if (length < chunk.length) {
          in.flush();
        }
        inbox.moved();
      }
    } finally {
      sending.unlock();
    }
  }

  private static InputStream open(Source source) throws SourceFailure {
    try {
      return source.open();
    } catch (IOException | RuntimeException e) {
      throw new SourceFailure(e);
    }
  }

  private static int read(InputStream from, byte[] chunk) throws SourceFailure {
    try {
      return from.read(chunk);
    } catch (IOException | RuntimeException e) {
      throw new SourceFailure(e);
    }
  }

  /** Reading failed, as opposed to sending. */
  private static final class SourceFailure extends Exception {
    private static final long serialVersionUID = 1L;

    SourceFailure(Exception cause) {
      super(cause);
    }
  }
}
