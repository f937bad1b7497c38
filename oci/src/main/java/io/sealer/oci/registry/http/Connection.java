package io.sealer.oci.registry.http;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** One connection; carries one exchange at a time. */
final class Connection implements Closeable {
  private static final int WAIT_FOR_CONTINUE = 1000;
  private static final int WAIT_FOR_EARLY_ANSWER = 1000;
  private static final long WORTH_ASKING_FIRST = 1 << 20;

  private final Socket plain;
  private final Socket socket;
  private final Route route;
  private final Timeouts timeouts;
  private final PacedInput paced;
  private final InputStream in;
  private final OutputStream out;
  private boolean answering;
  private long idleSince = System.nanoTime();

  /** Over {@code socket}, which is {@code plain} itself or TLS on top of it. */
  Connection(Socket plain, Socket socket, Route route, Timeouts timeouts) throws IOException {
    this.plain = plain;
    this.socket = socket;
    this.route = route;
    this.timeouts = timeouts;
    this.paced = new PacedInput(socket.getInputStream(), timeouts.idle());
    this.in = new BufferedInputStream(paced, 32 * 1024);
    this.out = socket.getOutputStream();
  }

  Route route() {
    return route;
  }

  long idleNanos() {
    return System.nanoTime() - idleSince;
  }

  /** Whether any byte of an answer has come; before that another connection may be tried. */
  boolean answering() {
    return answering;
  }

  /** Sends a request and reads the head of the answer. */
  Response exchange(Request request, Consumer<Connection> reuse) throws IOException {
    answering = false;
    boolean asks = request.body().map(Body::length).orElse(0L) >= WORTH_ASKING_FIRST;
    out.write(RequestHead.of(request, route, asks).getBytes(StandardCharsets.ISO_8859_1));
    boolean whole = true;
    if (request.body().isPresent()) {
      whole = (!asks || mayGoOn()) && sent(request.body().get());
    }
    return answer(request.method(), whole, reuse);
  }

  /** Waits for "100 Continue"; a server that knows nothing of it gets the body after a second. */
  private boolean mayGoOn() throws IOException {
    socket.setSoTimeout(WAIT_FOR_CONTINUE);
    in.mark(16);
    try {
      String start = new String(in.readNBytes(10), StandardCharsets.ISO_8859_1);
      in.reset();
      return start.endsWith(" 1"); // "HTTP/1.1 100 Continue"
    } catch (SocketTimeoutException e) {
      in.reset();
      return true;
    } finally {
      socket.setSoTimeout(timeouts.idleMillis());
    }
  }

  /** Sends the body; false when the server stopped listening but has said why. */
  private boolean sent(Body body) throws IOException {
    try (InputStream content = open(body);
        var guard = new StallGuard(plain, timeouts.idle())) {
      var buffer = new byte[(int) Math.min(128 * 1024, Math.max(1, body.length()))];
      for (long left = body.length(); left > 0; ) {
        int count = read(content, buffer, (int) Math.min(buffer.length, left));
        out.write(buffer, 0, count);
        left -= count;
        guard.moved();
      }
      return true;
    } catch (SourceException e) {
      throw e;
    } catch (IOException e) {
      return saidWhy(e);
    }
  }

  private boolean saidWhy(IOException failure) throws IOException {
    try {
      socket.setSoTimeout(WAIT_FOR_EARLY_ANSWER);
      in.mark(1);
      if (in.read() >= 0) {
        in.reset();
        return false;
      }
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
    throw failure;
  }

  private static InputStream open(Body body) throws SourceException {
    try {
      return body.source().open();
    } catch (IOException e) {
      throw new SourceException(e);
    }
  }

  private static int read(InputStream content, byte[] buffer, int most) throws SourceException {
    try {
      int count = content.read(buffer, 0, most);
      if (count < 0) {
        throw new SourceException("the content to send is shorter than its descriptor says");
      }
      return count;
    } catch (SourceException e) {
      throw e;
    } catch (IOException e) {
      throw new SourceException(e);
    }
  }

  private Response answer(String method, boolean bodySent, Consumer<Connection> reuse)
      throws IOException {
    paced.begin();
    var head = ResponseHead.read(in, () -> answering = true);
    paced.begin();
    FramedBody body = head.frame(method, in);
    boolean stays = bodySent && head.staysOpen();
    return new Response(
        head.status(), head.headers(), body, ended -> release(ended && stays, reuse));
  }

  private void release(boolean reusable, Consumer<Connection> reuse) {
    idleSince = System.nanoTime();
    if (reusable) {
      reuse.accept(this);
    } else {
      close();
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // It is gone either way; nothing that was sent or received depends on it.
    }
  }
}
