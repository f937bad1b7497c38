package io.sealer.host.testing;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.util.Readable;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.session.SessionFactory;

/** Lets a server hear everything some time after it came, in order. */
final class LongWay extends SessionFactory {
  private static final String WAY = "way";

  private final ScheduledExecutorService clock;
  private final long nanos;
  private final Consumer<IoSession> onConnection;

  LongWay(
      SshServer server,
      ScheduledExecutorService clock,
      Duration latency,
      Consumer<IoSession> onConnection) {
    super(server);
    this.clock = clock;
    this.nanos = latency.toNanos();
    this.onConnection = onConnection;
  }

  @Override
  public void sessionCreated(IoSession session) throws Exception {
    session.setAttribute(WAY, new Way(session));
    onConnection.accept(session);
    super.sessionCreated(session);
  }

  @Override
  public void messageReceived(IoSession session, Readable message) {
    Buffer copy = new ByteArrayBuffer();
    copy.putBuffer(message);
    if (session.getAttribute(WAY) instanceof Way way) {
      way.put(copy);
      var _ = clock.schedule(way::next, nanos, TimeUnit.NANOSECONDS);
    }
  }

  private void arrived(IoSession session, Buffer message) {
    try {
      super.messageReceived(session, message);
    } catch (Exception e) {
      session.close(true);
    }
  }

  /** What is under way on one connection. */
  private final class Way {
    private final IoSession session;
    private final Queue<Buffer> underWay = new ArrayDeque<>();
    private final Object hearing = new Object();

    Way(IoSession session) {
      this.session = session;
    }

    void put(Buffer message) {
      synchronized (underWay) {
        underWay.add(message);
      }
    }

    /** One at a time: each comes as the first of those that are left. */
    void next() {
      synchronized (hearing) {
        Buffer message;
        synchronized (underWay) {
          message = underWay.poll();
        }
        if (message != null) {
          arrived(session, message);
        }
      }
    }
  }
}
