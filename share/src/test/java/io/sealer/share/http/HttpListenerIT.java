package io.sealer.share.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpListenerIT {
  private static final ListenerLimits HURRIED =
      new ListenerLimits(
          4, Duration.ofMillis(600), Duration.ofMillis(600), Duration.ofMillis(1500));
  private static final String HEAD = " HTTP/1.1\r\nHost: x\r\n";

  @TempDir Path directory;
  private HttpListener listener;
  private final CountDownLatch arrived = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);

  @BeforeEach
  void start() throws IOException {
    listener =
        HttpListener.open(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            Optional.empty(),
            HURRIED,
            this::answer);
  }

  @AfterEach
  void stop() throws IOException {
    release.countDown();
    listener.close();
  }

  private void answer(HttpExchange exchange) throws IOException {
    switch (exchange.getRequestURI().getPath()) {
      case "/echo" -> {
        byte[] body = exchange.getRequestBody().readAllBytes();
        exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
        try (OutputStream out = exchange.getResponseBody()) {
          out.write(body);
        }
      }
      case "/chunks" -> {
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
          out.write("one".getBytes(UTF_8));
          out.write("two".getBytes(UTF_8));
        }
      }
      case "/file" -> {
        Path file = directory.resolve("file");
        try (FileChannel in = FileChannel.open(file)) {
          exchange.sendResponseHeaders(200, Files.size(file) - 1);
          ((FileTransfer) exchange).send(in, 1, Files.size(file) - 1);
        }
      }
      case "/wait" -> {
        try {
          arrived.countDown();
          release.await();
        } catch (InterruptedException e) {
          throw new IOException(e);
        }
        exchange.sendResponseHeaders(200, -1);
      }
      case "/half" -> {
        exchange.sendResponseHeaders(200, 10);
        exchange.getResponseBody().write("half".getBytes(UTF_8));
        exchange.close();
      }
      default -> exchange.sendResponseHeaders(404, -1); // without looking at the body
    }
  }

  private RawClient client() throws IOException {
    return new RawClient(listener.address());
  }

  @Test
  void several_requests_use_one_connection_also_when_they_are_sent_at_once() throws Exception {
    try (RawClient client = client()) {
      client.say("POST /echo" + HEAD + "Content-Length: 3\r\n\r\nabc");
      assertThat(client.hearUntil("abc")).startsWith("HTTP/1.1 200 OK\r\n").contains("Date: ");
      client.say("POST /echo" + HEAD + "Content-Length: 1\r\n\r\nxGET /none" + HEAD + "\r\n");
      assertThat(client.hearUntil("x")).contains("Content-length: 1");
      assertThat(client.hearUntil("\r\n\r\n")).contains("404 Not Found");
    }
  }

  @Test
  void a_body_in_chunks_is_put_together_and_one_is_sent() throws Exception {
    try (RawClient client = client()) {
      client.say(
          "POST /echo"
              + HEAD
              + "Transfer-Encoding: chunked\r\n\r\n"
              + "4;x=y\r\n"
              + "wiki\r\n"
              + "2\r\n"
              + "ok\r\n"
              + "0\r\n"
              + "Trailer: t\r\n\r\n");
      assertThat(client.hearUntil("wikiok")).contains("200 OK");
      client.say("GET /chunks" + HEAD + "\r\n");
      assertThat(client.hearUntil("0\r\n\r\n")).contains("3\r\none\r\n3\r\ntwo\r\n");
    }
  }

  @Test
  void an_old_client_gets_what_it_understands() throws Exception {
    try (RawClient client = client()) {
      client.say("GET /chunks HTTP/1.0\r\n\r\n");
      assertThat(client.hearAll()).contains("Connection: close");
    }
    try (RawClient client = client()) {
      client.say("GET /none HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n");
      assertThat(client.hearUntil("\r\n\r\n")).contains("Connection: keep-alive");
      client.say("GET /none HTTP/1.0\r\n\r\n");
      assertThat(client.hearAll()).contains("404");
    }
  }

  @Test
  void a_client_that_waits_for_a_word_gets_it_only_when_the_body_is_wanted() throws Exception {
    String head = HEAD + "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n";
    try (RawClient client = client()) {
      client.say("PUT /echo" + head);
      assertThat(client.hearUntil("\r\n\r\n")).startsWith("HTTP/1.1 100 ");
      client.say("hi");
      assertThat(client.hearUntil("hi")).contains("200 OK");
      client.say("PUT /none" + head);
      assertThat(client.hearUntil("\r\n\r\n"))
          .startsWith("HTTP/1.1 404 ")
          .contains("Connection: close");
    }
  }

  @Test
  void an_answer_that_comes_before_the_body_was_sent_arrives() throws Exception {
    try (RawClient client = client()) {
      client.say("PUT /none" + HEAD + "Content-Length: 3000000\r\n\r\n");
      for (int i = 0; i < 30; i++) {
        client.say("x".repeat(100_000));
      }
      assertThat(client.hearUntil("\r\n\r\n")).contains("404 Not Found");
      client.say("GET /none" + HEAD + "\r\n");
      assertThat(client.hearUntil("\r\n\r\n")).contains("404 Not Found");
    }
  }

  @Test
  void a_file_is_sent_whole() throws Exception {
    Files.writeString(directory.resolve("file"), "0123456789".repeat(100_000) + "end");
    try (RawClient client = client()) {
      client.say("GET /file" + HEAD + "\r\n");
      assertThat(client.hearUntil("end")).hasSizeGreaterThan(1_000_000).contains("\r\n\r\n12345");
    }
  }

  @Test
  void a_client_that_takes_its_time_gets_a_large_file_whole() throws Exception {
    int size = 40_000_000; // more than any socket's buffers
    Files.write(directory.resolve("file"), new byte[size + 1]);
    try (RawClient client = client()) {
      client.say("GET /file" + HEAD + "\r\n");
      client.hearUntil("\r\n\r\n");
      Thread.sleep(300); // the window is full now, the patience not at its end
      assertThat(client.socket.getInputStream().skip(size)).isEqualTo(size);
    }
  }

  @Test
  void an_answer_that_is_broken_off_ends_the_connection() throws Exception {
    try (RawClient client = client()) {
      client.say("GET /half" + HEAD + "\r\n");
      assertThat(client.hearAll()).endsWith("half");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense\r\n\r\n",
        "GET  / HTTP/1.1\r\n\r\n",
        "GET relative HTTP/1.1\r\n\r\n",
        "GET /%zz HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nno colon\r\n\r\n",
        "GET / HTTP/1.1\r\nA: b\r\n folded\r\n\r\n",
        "GET / HTTP/1.1\r\nName : space\r\n\r\n",
        "PUT / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
        "PUT / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        "PUT / HTTP/1.1\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "PUT / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n"
      })
  void what_is_no_request_is_refused_and_the_connection_ends(String request) throws Exception {
    try (RawClient client = client()) {
      assertThat(client.say(request).hearAll()).startsWith("HTTP/1.1 400 ");
    }
  }

  @Test
  void heads_that_grow_without_end_and_other_versions_are_refused() throws Exception {
    try (RawClient client = client()) {
      assertThat(client.say("GET /" + "x".repeat(9000) + HEAD).hearAll()).contains(" 431 ");
    }
    try (RawClient client = client()) {
      String fields = "A: b\r\n".repeat(101);
      assertThat(client.say("GET / HTTP/1.1\r\n" + fields + "\r\n").hearAll()).contains(" 431 ");
    }
    try (RawClient client = client()) {
      assertThat(client.say("GET / HTTP/2.0\r\n\r\n").hearAll()).contains(" 505 ");
    }
  }

  @Test
  void a_chunk_of_a_wrong_size_breaks_the_request() throws Exception {
    try (RawClient client = client()) {
      client.say("POST /echo" + HEAD + "Transfer-Encoding: chunked\r\n\r\nzz\r\n");
      assertThat(client.hearAll()).startsWith("HTTP/1.1 400 ");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET /ech", "POST /echo HTTP/1.1\r\nContent-Length: 9\r\n\r\nabc", ""})
  void a_client_that_stops_in_the_middle_is_cut_off(String beginning) throws Exception {
    try (RawClient client = client()) {
      long start = System.nanoTime();
      assertThat(client.say(beginning).hearAll()).isEmpty();
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isBetween(Duration.ofMillis(400), Duration.ofSeconds(10));
    }
  }

  @Test
  void a_client_that_sends_byte_by_byte_is_cut_off_too() throws Exception {
    try (RawClient client = client()) {
      client.say("POST /echo" + HEAD + "Content-Length: 1000\r\n\r\n");
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 200; i++) {
                  client.say("x");
                  Thread.sleep(50); // slower than a kilobyte a second
                }
              })
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void a_client_that_does_not_take_its_answer_is_cut_off() throws Exception {
    Files.write(directory.resolve("file"), new byte[40_000_000]);
    try (RawClient client = client()) {
      client.say("GET /file" + HEAD + "\r\n");
      client.hearUntil("\r\n\r\n");
      Thread.sleep(200);
      assertThat(listener.connections()).isEqualTo(1);
      for (int i = 0; i < 100 && listener.connections() > 0; i++) {
        Thread.sleep(100);
      }
      assertThat(listener.connections()).isZero();
    }
  }

  @Test
  void a_slow_handler_is_not_cut_off() throws Exception {
    try (RawClient client = client()) {
      client.say("GET /wait" + HEAD + "\r\n");
      Thread.sleep(1500); // more than any limit of this listener
      release.countDown();
      assertThat(client.hearUntil("\r\n\r\n")).contains("200 OK");
    }
  }

  @Test
  void one_client_more_replaces_the_longest_idle() throws Exception {
    List<RawClient> idle = new ArrayList<>();
    for (int i = 0; i < HURRIED.connections(); i++) {
      RawClient client = client();
      client.say("GET /none" + HEAD + "\r\n").hearUntil("\r\n\r\n");
      idle.add(client);
    }
    try (RawClient further = client()) {
      further.say("GET /none" + HEAD + "\r\n");
      assertThat(further.hearUntil("\r\n\r\n")).contains("404");
      assertThat(idle.getFirst().hearAll()).isEmpty();
    } finally {
      for (RawClient client : idle) {
        client.close();
      }
    }
  }

  @Test
  void draining_lets_a_running_request_end_and_takes_no_new_one() throws Exception {
    try (RawClient client = client()) {
      client.say("GET /wait" + HEAD + "\r\n");
      // Until the server has begun the request, the connection is idle and may be closed.
      assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();
      Thread draining =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      listener.drain(Duration.ofSeconds(10));
                    } catch (IOException | InterruptedException e) {
                      throw new IllegalStateException(e);
                    }
                  });
      assertThat(refusesConnections()).isTrue();
      release.countDown();
      assertThat(client.hearUntil("\r\n\r\n")).contains("200 OK");
      draining.join();
      assertThat(listener.connections()).isZero();
    }
  }

  /** Whether connecting fails before long. */
  private boolean refusesConnections() {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (System.nanoTime() - until < 0) {
      try (RawClient _ = client()) {
        Thread.onSpinWait();
      } catch (IOException refused) {
        return true;
      }
    }
    return false;
  }
}
