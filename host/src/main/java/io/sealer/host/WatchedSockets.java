package io.sealer.host;

import com.jcraft.jsch.SocketFactory;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/**
 * The one socket of a connection. Knows when it broke, and breaks it when a write has been stuck
 * for long: then the other side is gone, and the keep-alive cannot tell because it waits for that
 * write.
 */
final class WatchedSockets implements SocketFactory {
  // Logins cost processor time on this side: hundreds at once would all be too slow for their time.
  private static final Semaphore LOGINS = new Semaphore(64, true);
  private static final long STUCK = Duration.ofSeconds(45).toNanos();

  private final Duration connectTimeout;
  private final Optional<InetSocketAddress> via;
  private volatile boolean broken;
  private volatile boolean writing;
  private volatile long writingSince;
  private volatile Socket current = new Socket();
  private final CompletableFuture<Boolean> admitted = new CompletableFuture<>();

  /**
   * Sockets for one connection.
   *
   * @param via where to connect instead of the host itself
   */
  WatchedSockets(Duration connectTimeout, Optional<InetSocketAddress> via) {
    this.connectTimeout = connectTimeout;
    this.via = via;
  }

  /**
   * Ends when the login begins, which hosts that answer may have to wait for, or has failed; true
   * when it takes one of the places for logins.
   */
  CompletableFuture<Boolean> admitted() {
    return admitted;
  }

  /** The login has ended, well or not: another one may begin. */
  void loggedIn() {
    if (!admitted.complete(false) && admitted.resultNow()) {
      LOGINS.release();
    }
  }

  /** Whether the connection ended, from either side. */
  boolean broken() {
    return broken;
  }

  /** Ends the connection at once; whoever waits for it wakes up. */
  void cut() {
    broken = true;
    try {
      current.close();
    } catch (IOException e) {
      // It is gone either way.
    }
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    if (via.isPresent()) {
      return connect(via.get());
    }
    IOException failure = new IOException("no address");
    for (InetAddress address : InetAddress.getAllByName(host)) {
      try {
        return connect(new InetSocketAddress(address, port));
      } catch (IOException e) {
        failure = e;
      }
    }
    throw failure;
  }

  private Socket connect(InetSocketAddress address) throws IOException {
    Socket socket = new Socket();
    current = socket;
    try {
      socket.connect(address, Math.toIntExact(connectTimeout.toMillis()));
      socket.setTcpNoDelay(true);
      socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
      LOGINS.acquireUninterruptibly();
      if (!admitted.complete(true)) {
        LOGINS.release();
      }
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  @Override
  public InputStream getInputStream(Socket socket) throws IOException {
    return new FilterInputStream(socket.getInputStream()) {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        try {
          int n = super.read(into, offset, length);
          broken |= n < 0;
          return n;
        } catch (SocketTimeoutException e) {
          failIfStuck();
          throw e;
        } catch (IOException e) {
          broken = true;
          throw e;
        }
      }
    };
  }

  private void failIfStuck() throws IOException {
    if (writing && System.nanoTime() - writingSince > STUCK) {
      cut();
      throw new IOException("nothing could be sent for 45 s");
    }
  }

  @Override
  public OutputStream getOutputStream(Socket socket) throws IOException {
    return new FilterOutputStream(socket.getOutputStream()) {
      @Override
      public void write(byte[] from, int offset, int length) throws IOException {
        writingSince = System.nanoTime();
        writing = true;
        try {
          out.write(from, offset, length);
        } finally {
          writing = false;
        }
      }
    };
  }
}
