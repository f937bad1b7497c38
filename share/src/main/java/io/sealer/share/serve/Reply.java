package io.sealer.share.serve;

import com.sun.net.httpserver.HttpExchange;
import io.sealer.share.http.FileTransfer;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The answer to one request: knows what has been sent, so that it is broken off rather than wrong.
 */
final class Reply {
  private static final int BUFFER = 1 << 14;
  private static final int WORTH_A_TRANSFER = 1 << 15;

  private final HttpExchange exchange;
  private final boolean head;
  private int status;
  private long bytes;

  Reply(HttpExchange exchange) {
    this.exchange = exchange;
    this.head = exchange.getRequestMethod().equals("HEAD");
    header("Docker-Distribution-API-Version", "registry/2.0");
  }

  /** Whether an error can still be told. */
  boolean begun() {
    return status != 0;
  }

  int status() {
    return status;
  }

  long bytes() {
    return bytes;
  }

  void header(String name, String value) {
    exchange.getResponseHeaders().set(name, value);
  }

  /** A small answer. */
  void send(int code, String mediaType, byte[] body) throws IOException {
    header("Content-Type", mediaType);
    try (OutputStream out = begin(code, body.length)) {
      if (!head) {
        out.write(body);
        bytes = body.length;
      }
    }
  }

  /** An answer without a body. */
  void send(int code) throws IOException {
    status = code;
    exchange.sendResponseHeaders(code, -1);
  }

  /** Part of a content. */
  void send(int code, ServedContent.Found content, long position, long length) throws IOException {
    if (head || length == 0) {
      begin(code, length).close();
      return;
    }
    if (length >= WORTH_A_TRANSFER
        && content.file().isPresent()
        && exchange instanceof FileTransfer direct
        && direct.canSend()) {
      try (FileChannel file = FileChannel.open(content.file().get(), StandardOpenOption.READ)) {
        begin(code, length);
        direct.send(file, position, length);
        bytes = length;
      }
      return;
    }
    try (InputStream in = content.open(position, length)) {
      // Not closed on failure: that would pretend to a whole answer where length is not checked.
      OutputStream out = begin(code, length);
      copy(in, out, length);
      out.close();
    }
  }

  private OutputStream begin(int code, long length) throws IOException {
    status = code;
    boolean empty = head || length == 0;
    if (empty) {
      header("Content-Length", String.valueOf(length));
    }
    exchange.sendResponseHeaders(code, empty ? -1 : length);
    return empty ? OutputStream.nullOutputStream() : exchange.getResponseBody();
  }

  private void copy(InputStream in, OutputStream out, long length) throws IOException {
    byte[] buffer = new byte[(int) Math.min(BUFFER, length)];
    for (long left = length; left > 0; ) {
      int n = in.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (n < 0) {
        throw new EOFException("the content is " + left + " bytes too short");
      }
      out.write(buffer, 0, n);
      left -= n;
      bytes += n;
    }
  }

  Access access(long startedNanos, Optional<String> failure) {
    return new Access(
        exchange.getRemoteAddress().getAddress().getHostAddress(),
        exchange.getRequestMethod(),
        Access.shown(exchange.getRequestURI()),
        status,
        bytes,
        (System.nanoTime() - startedNanos) / 1_000_000,
        failure);
  }
}
