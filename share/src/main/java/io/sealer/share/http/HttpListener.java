package io.sealer.share.http;

import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/** Accepts connections and serves each in a virtual thread of its own. Thread-safe. */
public final class HttpListener implements AutoCloseable {
  private static final int BACKLOG = 512;
  private static final long PAUSE_MILLIS = 50;
  private static final long WATCH_MILLIS = 250;

  private final ServerSocketChannel server;
  private final Optional<SSLContext> tls;
  private final ListenerLimits limits;
  private final HttpHandler handler;
  private final Semaphore places;
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Thread watch =
      Thread.ofPlatform().name("http-watch").daemon().unstarted(this::watch);

  private HttpListener(
      ServerSocketChannel server,
      Optional<SSLContext> tls,
      ListenerLimits limits,
      HttpHandler handler) {
    this.server = server;
    this.tls = tls;
    this.limits = limits;
    this.handler = handler;
    this.places = new Semaphore(limits.connections());
  }

  /**
   * Binds and starts.
   *
   * @param handler answers every request; runs in many threads at once
   * @throws java.net.BindException when the address cannot be had
   */
  public static HttpListener open(
      InetSocketAddress at, Optional<SSLContext> tls, ListenerLimits limits, HttpHandler handler)
      throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open();
    try {
      server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      server.bind(at, BACKLOG);
    } catch (IOException | RuntimeException e) {
      server.close();
      throw e;
    }
    var listener = new HttpListener(server, tls, limits, handler);
    Thread.ofPlatform().name("http-accept").daemon().start(listener::accept);
    listener.watch.start();
    return listener;
  }

  /** Where it listens. */
  public InetSocketAddress address() throws IOException {
    return (InetSocketAddress) server.getLocalAddress();
  }

  /** Connections that are open. */
  public int connections() {
    return connections.size();
  }

  private void accept() {
    while (server.isOpen()) {
      try {
        takePlace();
        start(server.accept());
      } catch (IOException e) {
        places.release(); // closed, or out of file descriptors: others will end
        pause();
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void takePlace() throws InterruptedException {
    while (!places.tryAcquire(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
      connections.stream()
          .filter(connection -> connection.idleSince() != 0)
          .min(Comparator.comparingLong(Connection::idleSince))
          .ifPresent(Connection::close);
    }
  }

  private void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(server.isOpen() ? PAUSE_MILLIS : 0);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void start(SocketChannel channel) throws IOException {
    Connection connection;
    try {
      connection = new Connection(channel, tls, limits, handler);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    connections.add(connection);
    threads.execute(
        () -> {
          try {
            connection.run();
          } finally {
            connections.remove(connection);
            places.release();
          }
        });
  }

  /** Cuts off who is too slow. */
  private void watch() {
    try {
      while (true) {
        TimeUnit.MILLISECONDS.sleep(WATCH_MILLIS);
        long now = System.nanoTime();
        connections.stream().filter(c -> c.isOverdue(now)).forEach(Connection::close);
      }
    } catch (InterruptedException closed) {
      return; // nobody is left to watch
    }
  }

  /** Takes no further connections, and lets running requests end within this time. */
  public void drain(Duration grace) throws IOException, InterruptedException {
    server.close();
    long until = System.nanoTime() + grace.toNanos();
    while (!connections.isEmpty() && System.nanoTime() - until < 0) {
      connections.stream().filter(c -> c.idleSince() != 0).forEach(Connection::close);
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
  }

  /** Ends everything at once. */
  @Override
  public void close() throws IOException {
    server.close();
    watch.interrupt();
    connections.forEach(Connection::close);
    threads.close();
  }
}
