package io.sealer.oci.registry.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a server that writes exactly the bytes that a test gives it. */
class HttpTransportTest {
  /** What happens on one connection. */
  @FunctionalInterface
  private interface Script {
    void play(BufferedReader in, Socket socket) throws IOException;
  }

  private final List<String> heads = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();
  private ServerSocket server;
  private HttpTransport transport;

  @BeforeEach
  void start() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    transport = transport(Proxies.NONE, Duration.ofSeconds(20));
  }

  @AfterEach
  void stop() throws IOException {
    transport.close();
    server.close();
  }

  private static HttpTransport transport(Proxies proxies, Duration idle) {
    Tls none =
        (_, _, _) -> {
          throw new IOException("no TLS in this test");
        };
    return new HttpTransport(none, new Timeouts(Duration.ofSeconds(5), idle), proxies);
  }

  /** Plays one script after the other, a connection each. */
  private void serve(Script... scripts) {
    Thread.ofVirtual()
        .start(
            () -> {
              for (Script script : scripts) {
                try (Socket socket = server.accept()) {
                  connections.incrementAndGet();
                  script.play(
                      new BufferedReader(
                          new InputStreamReader(socket.getInputStream(), ISO_8859_1)),
                      socket);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              }
            });
  }

  private void readHead(BufferedReader in) throws IOException {
    var head = new StringBuilder();
    for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
      head.append(line).append('\n');
    }
    heads.add(head.toString());
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
  }

  private Script answer(String text) {
    return (in, socket) -> {
      readHead(in);
      write(socket, text);
    };
  }

  private Request get() {
    return Request.of("GET", URI.create("http://127.0.0.1:" + server.getLocalPort() + "/a?b=c"));
  }

  private String body(Request request) throws IOException {
    try (Response response = transport.send(request)) {
      return new String(response.body().readAllBytes(), UTF_8);
    }
  }

  @Test
  void a_connection_serves_several_requests() throws Exception {
    serve(
        (in, socket) -> {
          for (int i = 0; i < 3; i++) {
            readHead(in);
            write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nn" + i);
          }
        });
    assertThat(body(get())).isEqualTo("n0");
    assertThat(body(get())).isEqualTo("n1");
    assertThat(body(get().withHeader("X-Test", "y"))).isEqualTo("n2");
    assertThat(connections).hasValue(1);
    assertThat(heads.getFirst()).startsWith("GET /a?b=c HTTP/1.1\n").contains("Host: 127.0.0.1:");
    assertThat(heads.getLast()).contains("X-Test: y\n");
  }

  @Test
  void a_kept_connection_that_the_server_has_closed_is_replaced() throws Exception {
    serve(
        answer("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na"),
        answer("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nb"));
    assertThat(body(get())).isEqualTo("a");
    assertThat(body(get())).isEqualTo("b");
    assertThat(connections).hasValue(2);
  }

  @Test
  void a_connection_that_breaks_in_an_answer_is_an_error() {
    serve(answer("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort"));
    assertThatThrownBy(() -> body(get())).isInstanceOf(EOFException.class);
  }

  @Test
  void chunks_are_put_together() throws Exception {
    serve(
        answer(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\nA\r\n0123456789\r\n0\r\nTrailer: t\r\n\r\n"));
    assertThat(body(get())).isEqualTo("abc0123456789");
  }

  @Test
  void chunks_that_break_off_are_an_error() {
    serve(answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"));
    assertThatThrownBy(() -> body(get())).isInstanceOf(EOFException.class);
  }

  @Test
  void an_answer_without_length_ends_with_the_connection() throws Exception {
    serve(answer("HTTP/1.0 200 OK\r\n\r\nall of it"), answer("HTTP/1.1 204 No\r\n\r\n"));
    assertThat(body(get())).isEqualTo("all of it");
    assertThat(body(get())).isEmpty();
    assertThat(connections).hasValue(2);
  }

  @Test
  void answers_that_can_be_read_in_two_ways_are_refused() {
    serve(
        answer(
            "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        answer("SSH-2.0-OpenSSH\r\n\r\n"),
        answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n"));
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> body(get())).isInstanceOf(IOException.class);
    }
  }

  @Test
  void a_head_without_end_is_refused() {
    serve(
        (in, socket) -> {
          readHead(in);
          write(socket, "HTTP/1.1 200 OK\r\n" + "X: y\r\n".repeat(1000));
        });
    assertThatThrownBy(() -> body(get())).hasMessageContaining("more than 256 headers");
  }

  @Test
  void a_large_body_is_sent_only_when_the_server_wants_it() throws Exception {
    serve(answer("HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n"));
    var opened = new AtomicInteger();
    Body large =
        new Body(
            1L << 40,
            () -> {
              opened.incrementAndGet();
              throw new IOException("must not be opened");
            });
    try (Response response = transport.send(post(large))) {
      assertThat(response.status()).isEqualTo(413);
    }
    assertThat(opened).hasValue(0);
    assertThat(heads.getFirst()).contains("Expect: 100-continue\n");
  }

  @Test
  void a_server_that_does_not_know_expect_gets_the_body_after_a_moment() throws Exception {
    int size = 2 << 20;
    serve(
        (in, socket) -> {
          readHead(in);
          for (int i = 0; i < size; i++) {
            in.read();
          }
          write(socket, "HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n");
        });
    try (Response response = transport.send(post(Body.of(new byte[size])))) {
      assertThat(response.status()).isEqualTo(201);
    }
  }

  @Test
  void interim_answers_are_skipped() throws Exception {
    serve(
        answer("HTTP/1.1 103 Early\r\nA: b\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx"));
    assertThat(body(get())).isEqualTo("x");
  }

  @Test
  void a_server_that_says_nothing_times_out() {
    serve(
        (in, _) -> {
          readHead(in);
          in.read();
        });
    transport = transport(Proxies.NONE, Duration.ofMillis(200));
    assertThatThrownBy(() -> body(get())).isInstanceOf(SocketTimeoutException.class);
  }

  @Test
  void a_server_that_stops_reading_is_left() {
    var test = new CountDownLatch(1);
    serve(
        (in, socket) -> {
          readHead(in);
          write(socket, "HTTP/1.1 100 Continue\r\n\r\n");
          await(test);
        });
    transport = transport(Proxies.NONE, Duration.ofMillis(300));
    assertThatThrownBy(() -> transport.send(post(new Body(1L << 40, Zeros::new))))
        .isInstanceOf(IOException.class);
    test.countDown();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Never ends. */
  private static final class Zeros extends InputStream {
    @Override
    public int read() {
      return 0;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      return length;
    }
  }

  @Test
  void a_line_break_cannot_get_into_a_header() {
    assertThatThrownBy(() -> get().withHeader("Authorization", "secret\r\nX: y"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("secret");
  }

  @Test
  void nobody_listening_and_an_unknown_name_are_connect_failures() throws Exception {
    URI nobody = get().uri();
    server.close();
    assertThatThrownBy(() -> body(Request.of("GET", nobody)))
        .isInstanceOf(ConnectFailure.class)
        .hasMessageContaining("refused");
    assertThatThrownBy(() -> body(Request.of("GET", URI.create("http://none.invalid/"))))
        .isInstanceOf(ConnectFailure.class)
        .hasMessageContaining("unknown host none.invalid");
  }

  @Test
  void a_proxy_is_asked_for_the_whole_address() throws Exception {
    serve(answer("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx"));
    String proxy = "http://user:pw@127.0.0.1:" + server.getLocalPort();
    transport = transport(new Proxies(Map.of("http_proxy", proxy)), Duration.ofSeconds(20));
    assertThat(body(Request.of("GET", URI.create("http://registry.invalid/v2/")))).isEqualTo("x");
    assertThat(heads.getFirst())
        .startsWith("GET http://registry.invalid/v2/ HTTP/1.1\n")
        .contains("Host: registry.invalid\n")
        .contains("Proxy-Authorization: Basic dXNlcjpwdw==\n");
  }

  @Test
  void a_proxy_that_refuses_a_tunnel_is_named() {
    serve(answer("HTTP/1.1 403 Forbidden\r\n\r\n"));
    String proxy = "http://user:pw@127.0.0.1:" + server.getLocalPort();
    transport = transport(new Proxies(Map.of("HTTPS_PROXY", proxy)), Duration.ofSeconds(20));
    assertThatThrownBy(() -> body(Request.of("GET", URI.create("https://registry.invalid/v2/"))))
        .isInstanceOf(ConnectFailure.class)
        .hasMessageContaining("403")
        .hasMessageNotContaining("pw");
    assertThat(heads.getFirst()).startsWith("CONNECT registry.invalid:443 HTTP/1.1\n");
  }

  @Test
  void what_no_proxy_lists_is_reached_directly() {
    var proxies =
        new Proxies(
            Map.of(
                "https_proxy", "proxy:3128",
                "NO_PROXY", "a.example, .b.example,10.0.0.0/9,*.c.example,d.example:8443"));
    for (String host :
        List.of("a.example", "x.a.example", "x.b.example", "10.1.2.3", "x.c.example")) {
      assertThat(proxies.of(true, host, 443)).as(host).isEmpty();
    }
    assertThat(proxies.of(true, "d.example", 8443)).isEmpty();
    assertThat(proxies.of(true, "127.0.0.1", 443)).isEmpty();
    for (String host : List.of("xa.example", "10.128.0.1", "d.example", "other")) {
      assertThat(proxies.of(true, host, 443)).as(host).isPresent();
    }
    assertThat(proxies.of(false, "other", 80)).isEmpty();
  }

  private Request post(Body body) {
    return Request.of("POST", get().uri()).withBody(body);
  }
}
