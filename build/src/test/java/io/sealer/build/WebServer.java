package io.sealer.build;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers GET on loopback with prepared texts, one connection a request. */
final class WebServer implements AutoCloseable {
  private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final Map<String, String> answers;
  private final List<String> asked = new CopyOnWriteArrayList<>();

  /** Answers are whole, head and body, under their paths; other paths are 404. */
  WebServer(Map<String, String> answers) throws IOException {
    this.answers = answers;
    Thread.ofVirtual().start(this::serve);
  }

  static String ok(String body, int announced) {
    return "HTTP/1.1 200 OK\r\nContent-Length: " + announced + "\r\n\r\n" + body;
  }

  String address() {
    return "http://127.0.0.1:" + socket.getLocalPort();
  }

  /** Paths that were asked for. */
  List<String> asked() {
    return asked;
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (Socket client = socket.accept()) {
        var in =
            new BufferedReader(
                new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
        String line = in.readLine();
        String path = line.split(" ")[1];
        while (line != null && !line.isEmpty()) {
          line = in.readLine();
        }
        asked.add(path);
        String missing = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";
        client
            .getOutputStream()
            .write(answers.getOrDefault(path, missing).getBytes(StandardCharsets.US_ASCII));
      } catch (IOException e) {
        if (!socket.isClosed()) {
          asked.add(e.toString());
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
