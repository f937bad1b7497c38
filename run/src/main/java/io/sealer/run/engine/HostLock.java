package io.sealer.run.engine;

import io.sealer.host.Command;
import io.sealer.host.ExecResult;
import io.sealer.host.HostException;
import io.sealer.host.Session;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;

/**
 * One run at a time on a host: a lock that a process on the host holds as long as our connection
 * lives, so that a killed sealer leaves none behind. Its owner and since when stand next to it:
 * true only while the lock is held, for what remains may name a process that is somebody else's by
 * now.
 */
public final class HostLock implements AutoCloseable {
  private static final String TAKE =
      """
      mkdir -p -m 0755 /var/lib/sealer
      exec 9>>/var/lib/sealer/lock
      if ! flock -n 9; then
        if [ "$2" != break ]; then
          tail -n +2 /var/lib/sealer/lock.owner
          exit 75
        fi
        kill -9 "$(head -n 1 /var/lib/sealer/lock.owner)" 2>/dev/null
        flock -w 5 9 || exit 75
      fi
      printf '%s\\n%s since %s\\n' $$ "$1" "$(date -u +%Y-%m-%dT%H:%M:%SZ)" > /var/lib/sealer/lock.owner
      echo locked
      cat > /dev/null 9>&-
      """;
  private static final int BUSY = 75;

  private final CountDownLatch released;
  private final Thread holder;

  private HostLock(CountDownLatch released, Thread holder) {
    this.released = released;
    this.holder = holder;
  }

  /** Somebody else works on the host. */
  public static final class Busy extends Exception {
    private static final long serialVersionUID = 1L;

    Busy(String host, String owner) {
      super(host + " is locked by " + (owner.isBlank() ? "another run" : owner));
    }
  }

  /**
   * Takes the lock.
   *
   * @param owner who we are, told to whoever comes next
   * @param force whether to end another owner's hold, for a run that is stuck
   */
  public static HostLock take(Session session, String owner, boolean force)
      throws HostException, Busy, InterruptedException {
    var released = new CountDownLatch(1);
    var held = new CompletableFuture<ExecResult>();
    Command command =
        Command.script(TAKE, owner, force ? "break" : "respect")
            .named("lock the host")
            .withStdin(() -> new Waiting(released))
            .endingWithInput()
            .onLine(line -> tell(line, held));
    Thread holder =
        Thread.ofVirtual().name("lock-" + session.host()).start(() -> hold(session, command, held));
    try {
      ExecResult result = held.get();
      if (result.exit() == BUSY) {
        throw new Busy(session.host(), result.text());
      }
      return new HostLock(released, holder);
    } catch (ExecutionException e) {
      released.countDown();
      if (e.getCause() instanceof HostException why) {
        throw why;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private static void tell(String line, CompletableFuture<ExecResult> held) {
    if (line.equals("locked")) {
      held.complete(new ExecResult(0, "", "", List.of(), false, Duration.ZERO));
    }
  }

  private static void hold(Session session, Command command, CompletableFuture<ExecResult> held) {
    try {
      ExecResult result = session.exec(command);
      held.complete(result);
    } catch (HostException | RuntimeException e) {
      held.completeExceptionally(e);
    }
  }

  /** Begins to let the lock go, without waiting for the host. */
  public void release() {
    released.countDown();
  }

  /** Lets the lock go. */
  @Override
  public void close() {
    release();
    try {
      holder.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A stream that ends when the lock is let go. */
  private static final class Waiting extends InputStream {
    private final CountDownLatch until;

    Waiting(CountDownLatch until) {
      this.until = until;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws InterruptedIOException {
      return read();
    }

    @Override
    public int read() throws InterruptedIOException {
      try {
        until.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("released");
      }
      return -1;
    }
  }
}
