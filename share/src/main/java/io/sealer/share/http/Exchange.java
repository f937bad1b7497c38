package io.sealer.share.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpPrincipal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One request and its response. {@link #close} may be called by any thread: it cuts the line. */
final class Exchange extends HttpExchange implements FileTransfer {
  private static final byte[] CONTINUE =
      "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final Connection connection;
  private final RequestHead head;
  private final RequestBody body;
  private final Outgoing out;
  private final Headers responseHeaders = new Headers();
  private final Map<String, Object> attributes = new HashMap<>();
  private @Nullable ResponseBody response;
  private int status = -1;

  Exchange(Connection connection, RequestHead head, Incoming in, Outgoing out) {
    this.connection = connection;
    this.head = head;
    this.out = out;
    this.body = new RequestBody(in, head.length(), this::askForBody);
  }

  private void askForBody() throws IOException {
    if (head.expectsContinue() && status < 0) {
      out.write(CONTINUE, 0, CONTINUE.length);
    }
  }

  @Override
  public Headers getRequestHeaders() {
    return head.headers();
  }

  @Override
  public Headers getResponseHeaders() {
    return responseHeaders;
  }

  @Override
  public URI getRequestURI() {
    return head.uri();
  }

  @Override
  public String getRequestMethod() {
    return head.method();
  }

  @Override
  public HttpContext getHttpContext() {
    throw new UnsupportedOperationException("there are no contexts here");
  }

  @Override
  public InputStream getRequestBody() {
    return body;
  }

  @Override
  public OutputStream getResponseBody() {
    ResponseBody begun = response;
    if (begun == null) {
      throw new IllegalStateException("the response's head comes first");
    }
    return begun;
  }

  /**
   * Begins the response.
   *
   * @param length of the body; 0 when it is not known, -1 when there is none
   */
  @Override
  public void sendResponseHeaders(int code, long length) {
    if (status >= 0) {
      throw new IllegalStateException("the response has begun");
    }
    status = code;
    boolean chunked = length == 0 && head.protocol().equals("HTTP/1.1");
    boolean bodiless = length < 0 || head.method().equals("HEAD") || code == 204 || code == 304;
    if (chunked && !bodiless) {
      responseHeaders.set("Transfer-Encoding", "chunked");
    } else if (length > 0 && !responseHeaders.containsKey("Content-Length")) {
      responseHeaders.set("Content-Length", Long.toString(length));
    } else if (length < 0 && code != 204 && code != 304) {
      responseHeaders.putIfAbsent("Content-Length", List.of("0"));
    }
    response = new ResponseBody(out, bodiless ? 0 : chunked ? -1 : length, headBytes());
  }

  private byte[] headBytes() {
    if (!staysOpen()) {
      responseHeaders.set("Connection", "close");
    } else if (head.protocol().equals("HTTP/1.0")) {
      responseHeaders.set("Connection", "keep-alive");
    }
    var text = new StringBuilder(256).append("HTTP/1.1 ").append(status).append(' ');
    text.append(Reason.of(status)).append("\r\nDate: ");
    text.append(DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC)));
    text.append("\r\n");
    responseHeaders.forEach(
        (name, values) ->
            values.forEach(value -> text.append(name).append(": ").append(value).append("\r\n")));
    return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  /** A body that the client was not asked for yet will not come in a way that we can know. */
  private boolean staysOpen() {
    return head.keepsAlive() && (body.ended() || body.started() || !head.expectsContinue());
  }

  @Override
  public boolean canSend() {
    return out.canSendFiles();
  }

  @Override
  public void send(FileChannel file, long position, long length) throws IOException {
    ((ResponseBody) getResponseBody()).send(file, position, length);
  }

  /** Sends what is missing of a response that has begun. */
  void finish() throws IOException {
    ResponseBody begun = response;
    if (begun != null) {
      begun.close();
    }
  }

  /** Whether all of the response was sent. */
  boolean isWhole() {
    ResponseBody begun = response;
    return begun != null && begun.isWhole();
  }

  /** Whether a further request may follow. */
  boolean goesOn() {
    return isWhole() && body.ended() && head.keepsAlive();
  }

  /** The rest of the body, for those who do not want to be rude to a client that still sends. */
  RequestBody rest() {
    return body;
  }

  @Override
  public void close() {
    connection.close();
  }

  @Override
  public InetSocketAddress getRemoteAddress() {
    return connection.remote();
  }

  @Override
  public InetSocketAddress getLocalAddress() {
    return connection.local();
  }

  @Override
  public int getResponseCode() {
    return status;
  }

  @Override
  public String getProtocol() {
    return head.protocol();
  }

  @Override
  public @Nullable Object getAttribute(String name) {
    return attributes.get(name);
  }

  @Override
  public void setAttribute(String name, Object value) {
    attributes.put(name, value);
  }

  @Override
  public void setStreams(InputStream in, OutputStream out) {
    throw new UnsupportedOperationException("there are no filters here");
  }

  @Override
  public @Nullable HttpPrincipal getPrincipal() {
    return null;
  }
}
