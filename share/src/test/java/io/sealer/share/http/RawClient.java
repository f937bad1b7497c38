package io.sealer.share.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;

/** Says to a server exactly what a test wants. */
final class RawClient implements AutoCloseable {
  final Socket socket;

  RawClient(InetSocketAddress server) throws IOException {
    socket = new Socket(server.getAddress(), server.getPort());
    socket.setSoTimeout(20_000);
  }

  RawClient say(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    socket.getOutputStream().flush();
    return this;
  }

  /** What comes until this text has come. */
  String hearUntil(String text) throws IOException {
    var heard = new StringBuilder();
    InputStream in = socket.getInputStream();
    while (heard.indexOf(text, Math.max(0, heard.length() - text.length())) < 0) {
      int b = in.read();
      if (b < 0) {
        throw new IOException("closed after: " + heard);
      }
      heard.append((char) b);
    }
    return heard.toString();
  }

  /** All that comes until the server closes. */
  String hearAll() throws IOException {
    return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
