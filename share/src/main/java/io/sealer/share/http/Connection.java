package io.sealer.share.http;

import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** One client's connection: its requests one after the other, in one virtual thread. */
final class Connection implements Runnable {
  private static final int LINGER_BYTES = 64 << 20;

  private final SocketChannel channel;
  private final Optional<SSLContext> tls;
  private final ListenerLimits limits;
  private final HttpHandler handler;
  private final Patience patience;
  private final InetSocketAddress remote;
  private final InetSocketAddress local;
  private volatile long idleSince;

  Connection(
      SocketChannel channel, Optional<SSLContext> tls, ListenerLimits limits, HttpHandler handler)
      throws IOException {
    this.channel = channel;
    this.tls = tls;
    this.limits = limits;
    this.handler = handler;
    this.patience = new Patience(limits.stall());
    this.remote = (InetSocketAddress) channel.getRemoteAddress();
    this.local = (InetSocketAddress) channel.getLocalAddress();
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
  }

  @Override
  public void run() {
    patience.grant(limits.head());
    try (Socket socket = secured()) {
      var in = new Incoming(socket.getInputStream(), patience);
      var out =
          new Outgoing(
              socket.getOutputStream(),
              tls.isPresent() ? Optional.empty() : Optional.of(channel),
              patience);
      serve(in, out);
    } catch (IOException gone) {
      close(); // the client's business; what it was doing has told the log
    }
  }

  private Socket secured() throws IOException {
    Socket plain = channel.socket();
    if (tls.isEmpty()) {
      return plain;
    }
    var consumed = InputStream.nullInputStream();
    var socket = (SSLSocket) tls.get().getSocketFactory().createSocket(plain, consumed, true);
    patience.within(
        () -> {
          socket.startHandshake();
          return 0;
        });
    return socket;
  }

  private void serve(Incoming in, Outgoing out) throws IOException {
    while (true) {
      patience.grant(limits.idle());
      idleSince = System.nanoTime();
      if (!in.awaitRequest()) {
        return;
      }
      idleSince = 0;
      patience.grant(limits.head());
      try {
        RequestHead head = RequestHead.read(in);
        patience.grantStall();
        if (!answer(new Exchange(this, head, in, out))) {
          return;
        }
      } catch (BadRequestException e) {
        refuse(e, out);
        return;
      }
    }
  }

  private boolean answer(Exchange exchange) throws IOException {
    handler.handle(exchange);
    exchange.finish();
    if (!exchange.isWhole()) {
      return false;
    }
    if (!exchange.rest().ended()) {
      linger(exchange.rest());
    }
    return exchange.goesOn();
  }

  /**
   * Takes what a client still sends that was answered early: closing at once would throw the answer
   * away on its side (RFC 9112, section 9.6).
   */
  private void linger(RequestBody rest) throws IOException {
    patience.grant(limits.head());
    byte[] buffer = new byte[16 << 10];
    long most = LINGER_BYTES;
    for (int n = rest.read(buffer); n >= 0 && most > 0; n = rest.read(buffer)) {
      most -= n;
    }
  }

  private static void refuse(BadRequestException e, Outgoing out) throws IOException {
    String text =
        "HTTP/1.1 %d %s\r\nContent-Type: text/plain\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
            .formatted(
                e.status(),
                Reason.of(e.status()),
                String.valueOf(e.getMessage()).length(),
                e.getMessage());
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    out.write(bytes, 0, bytes.length);
  }

  /** Whether the client has kept us waiting for too long. */
  boolean isOverdue(long now) {
    return patience.isOver(now);
  }

  /** Since when no request runs; 0 while one does. */
  long idleSince() {
    return idleSince;
  }

  InetSocketAddress remote() {
    return remote;
  }

  InetSocketAddress local() {
    return local;
  }

  /** Ends it, whatever it does; any thread may. */
  void close() {
    try {
      channel.close();
    } catch (IOException closed) {
      return; // its descriptor is gone either way
    }
  }
}
