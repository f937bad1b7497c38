package io.sealer.host;

import com.jcraft.jsch.ChannelExec;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.OptionalInt;

/** An ssh connection. */
final class JschLink implements Link {
  private static final int OPEN_TIMEOUT = 20_000;
  private static final Duration ROOM_FOR_CHANNEL = Duration.ofSeconds(10);

  private final Session session;
  private final WatchedSockets sockets;

  JschLink(Session session, WatchedSockets sockets) {
    this.session = session;
    this.sockets = sockets;
  }

  @Override
  public Wire start(String line, Inbox inbox) throws IOException {
    long deadline = System.nanoTime() + ROOM_FOR_CHANNEL.toNanos();
    while (true) {
      try {
        return open(line, inbox);
      } catch (JSchException e) {
        // Servers with a small MaxSessions refuse until another command of ours has ended.
        if (!alive() || System.nanoTime() > deadline) {
          throw new IOException("the server opens no channel: " + e.getMessage(), e);
        }
        pause(e);
      }
    }
  }

  private static void pause(JSchException why) throws IOException {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the server opened no channel", why);
    }
  }

  private Wire open(String line, Inbox inbox) throws IOException, JSchException {
    ChannelExec channel = (ChannelExec) session.openChannel("exec");
    channel.setCommand(line);
    channel.setOutputStream(new ToInbox(inbox, false));
    channel.setErrStream(new ToInbox(inbox, true));
    OutputStream stdin = channel.getOutputStream();
    channel.connect(OPEN_TIMEOUT);
    return new ChannelWire(channel, stdin);
  }

  @Override
  public boolean alive() {
    return !sockets.broken() && session.isConnected();
  }

  @Override
  public void close() {
    session.disconnect();
    sockets.cut();
  }

  /** Hands over what the connection's thread receives. */
  private static final class ToInbox extends OutputStream {
    private final Inbox inbox;
    private final boolean error;

    ToInbox(Inbox inbox, boolean error) {
      this.inbox = inbox;
      this.error = error;
    }

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) {
      inbox.data(error, from, offset, length);
    }

    /** The error stream is closed last, with the channel; the other one at its end of file. */
    @Override
    public void close() {
      if (error) {
        inbox.closed();
      }
    }
  }

  private record ChannelWire(ChannelExec channel, OutputStream stdin) implements Wire {
    @Override
    public OptionalInt exit() {
      int status = channel.getExitStatus();
      return status < 0 ? OptionalInt.empty() : OptionalInt.of(status);
    }

    @Override
    public void close() {
      channel.disconnect();
    }
  }
}
