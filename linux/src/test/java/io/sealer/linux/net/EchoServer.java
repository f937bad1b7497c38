package io.sealer.linux.net;

import io.sealer.linux.NetworkNamespace;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Says its name to whoever connects, then answers every byte with the same. */
final class EchoServer implements AutoCloseable {
  private final ServerSocket socket;

  private EchoServer(ServerSocket socket) {
    this.socket = socket;
  }

  static EchoServer start(NetworkNamespace in, InetSocketAddress at) throws Exception {
    ServerSocket socket =
        in.inside(
            () -> new ServerSocket(at.getPort(), 100, InetAddress.ofLiteral(at.getHostString())));
    var server = new EchoServer(socket);
    Thread.ofVirtual().start(server::serve);
    return server;
  }

  private void serve() {
    try {
      while (true) {
        Socket client = socket.accept();
        Thread.ofVirtual().start(() -> answer(client));
      }
    } catch (IOException closed) {
      return;
    }
  }

  private void answer(Socket client) {
    try (client) {
      OutputStream out = client.getOutputStream();
      String name = socket.getInetAddress().getHostAddress();
      out.write(
          (name + " " + client.getInetAddress().getHostAddress() + "\n")
              .getBytes(java.nio.charset.StandardCharsets.UTF_8));
      InputStream in = client.getInputStream();
      for (int b = in.read(); b >= 0; b = in.read()) {
        out.write(b);
      }
    } catch (IOException e) {
      return; // the client went away
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
