package io.sealer.share.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.oci.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server as a process: little memory, killed in the middle. */
class ServerProcessIT {
  private static final int MEGABYTE = 1 << 20;
  private static final int LARGE = 1500;

  @TempDir Path directory;
  private final byte[] block = new byte[MEGABYTE];

  ServerProcessIT() {
    new Random(11).nextBytes(block);
  }

  /** The n-th megabyte of a blob that is never in memory. */
  private byte[] megabyte(int n) {
    block[0] = (byte) n;
    block[1] = (byte) (n >> 8);
    return block;
  }

  private Digest digest(int megabytes) {
    MessageDigest hash = Digest.sha256();
    for (int n = 0; n < megabytes; n++) {
      hash.update(megabyte(n));
    }
    return Digest.ofHash(hash.digest());
  }

  private static String begin(Client client) throws Exception {
    return client.send("POST", "/v2/large/blobs/uploads/", new byte[0]).location();
  }

  private static Socket request(ServerProcess server, String text) throws IOException {
    var socket = new Socket(server.address.getAddress(), server.address.getPort());
    socket.getOutputStream().write(text.getBytes(US_ASCII));
    return socket;
  }

  private void send(OutputStream out, int from, int to) throws IOException {
    for (int n = from; n < to; n++) {
      out.write(megabyte(n));
    }
  }

  private static String answer(Socket socket) throws IOException {
    byte[] head = new byte[15];
    int n = socket.getInputStream().readNBytes(head, 0, head.length);
    return new String(head, 0, n, US_ASCII);
  }

  @Test
  void a_blob_of_many_times_the_heap_goes_in_and_out() throws Exception {
    Digest digest = digest(LARGE);
    try (ServerProcess server = new ServerProcess(directory, "-Xmx64m");
        Client client = new Client(server.address)) {
      String at = begin(client);
      long size = (long) LARGE * MEGABYTE;
      String put =
          "PUT %s?digest=%s HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n"
              .formatted(at, digest, size);
      try (Socket socket = request(server, put)) {
        send(socket.getOutputStream(), 0, LARGE);
        assertThat(answer(socket)).startsWith("HTTP/1.1 201");
      }
      String get =
          "GET /v2/large/blobs/%s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
              .formatted(digest);
      try (Socket socket = request(server, get)) {
        InputStream in = socket.getInputStream();
        readHead(in);
        MessageDigest hash = Digest.sha256();
        byte[] buffer = new byte[MEGABYTE];
        long received = 0;
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          hash.update(buffer, 0, n);
          received += n;
        }
        assertThat(received).isEqualTo(size);
        assertThat(Digest.ofHash(hash.digest())).isEqualTo(digest);
      }
      assertThat(server.process.isAlive()).isTrue();
    }
  }

  private static void readHead(InputStream in) throws IOException {
    int matched = 0;
    while (matched < 4) {
      int b = in.read();
      assertThat(b).as("the head's end").isNotNegative();
      matched = b == "\r\n\r\n".charAt(matched) ? matched + 1 : b == '\r' ? 1 : 0;
    }
  }

  @Test
  void a_server_killed_in_the_middle_of_an_upload_lets_it_go_on() throws Exception {
    Digest digest = digest(60);
    String at;
    try (ServerProcess server = new ServerProcess(directory, "-Xmx64m");
        Client client = new Client(server.address)) {
      at = begin(client);
      String patch = "PATCH " + at + " HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
      try (Socket socket = request(server, patch)) {
        OutputStream out = socket.getOutputStream();
        for (int n = 0; n < 40; n++) {
          out.write("100000\r\n".getBytes(US_ASCII));
          out.write(megabyte(n));
          out.write("\r\n".getBytes(US_ASCII));
        }
        server.kill();
      }
    }
    try (ServerProcess server = new ServerProcess(directory, "-Xmx64m");
        Client client = new Client(server.address)) {
      String range = client.get(at).header("Range").orElseThrow();
      long here = Long.parseLong(range.substring(2)) + 1;
      assertThat(here).isBetween(1L << 20, 40L << 20);
      String put =
          "PUT %s?digest=%s HTTP/1.1\r\nHost: x\r\nContent-Range: %d-%d\r\nContent-Length: %d\r\n\r\n"
              .formatted(at, digest, here, (60L << 20) - 1, (60L << 20) - here);
      try (Socket socket = request(server, put)) {
        OutputStream out = socket.getOutputStream();
        int first = (int) (here >> 20);
        int offset = (int) (here & (MEGABYTE - 1));
        out.write(megabyte(first), offset, MEGABYTE - offset);
        send(out, first + 1, 60);
        assertThat(answer(socket)).startsWith("HTTP/1.1 201");
      }
      assertThat(client.head("/v2/large/blobs/" + digest).header("Content-Length"))
          .contains(String.valueOf(60L << 20));
    }
    assertThat(directory.resolve("uploads")).isEmptyDirectory();
    Path stored =
        directory
            .resolve("blobs/sha256")
            .resolve(digest.hex().substring(0, 2))
            .resolve(digest.hex());
    assertThat(Files.size(stored)).isEqualTo(60L << 20);
  }
}
