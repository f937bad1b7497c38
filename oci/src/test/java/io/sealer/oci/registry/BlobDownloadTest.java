package io.sealer.oci.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import io.sealer.oci.Descriptor;
import io.sealer.oci.Progress;
import io.sealer.oci.store.DiskStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlobDownloadTest {
  private static final int SIZE = 300_000;
  private static final int PART = 100_000;
  private static final RegistryOptions STUBBORN = options(4);

  @TempDir Path directory;
  private FaultyRegistry registry;
  private DiskStore store;
  private byte[] content;
  private Descriptor blob;

  @BeforeEach
  void start() throws IOException {
    registry = new FaultyRegistry();
    store = DiskStore.open(directory);
    content = new byte[SIZE];
    new Random(7).nextBytes(content);
    blob = Descriptor.of("application/octet-stream", registry.addBlob(content));
  }

  @AfterEach
  void stop() throws IOException {
    store.close();
    registry.close();
  }

  private static RegistryOptions options(int attempts) {
    var retry = new RetryPolicy(attempts, Duration.ofMillis(5), Duration.ofSeconds(2));
    return RegistryOptions.defaults().withRetry(retry);
  }

  private void fetch(RegistryOptions options, Progress progress) throws IOException {
    try (var client = new RegistryClient(options)) {
      client.fetchBlob(registry.name("a:1"), blob, store, progress);
    }
  }

  private List<Optional<String>> ranges() {
    return registry.seen("GET", "/blobs/").stream().map(seen -> seen.header("Range")).toList();
  }

  private void assertArrived() throws IOException {
    try (var in = store.open(blob.digest())) {
      assertThat(in.readAllBytes()).isEqualTo(content);
    }
  }

  @Test
  void a_broken_transfer_continues_where_it_stopped() throws Exception {
    registry.once("GET", "/blobs/", FaultyRegistry.cutOff(content, PART));
    var moved = new AtomicLong();
    fetch(STUBBORN, counting(moved));
    assertThat(ranges()).containsExactly(Optional.empty(), Optional.of("bytes=" + PART + "-"));
    assertThat(moved).hasValue(SIZE);
    assertArrived();
  }

  @Test
  void another_process_continues_what_one_left() throws Exception {
    registry.once("GET", "/blobs/", FaultyRegistry.cutOff(content, PART));
    assertThatThrownBy(() -> fetch(options(1), Progress.NONE))
        .isInstanceOf(RegistryException.Unreachable.class)
        .hasMessageContaining(blob.digest().toString())
        .hasMessageContaining("a:1");
    store.close();
    store = DiskStore.open(directory);
    fetch(STUBBORN, Progress.NONE);
    assertThat(ranges()).last().isEqualTo(Optional.of("bytes=" + PART + "-"));
    assertArrived();
  }

  @Test
  void a_registry_that_ignores_ranges_is_read_from_the_start() throws Exception {
    registry.once("GET", "/blobs/", FaultyRegistry.cutOff(content, PART));
    registry.once("GET", "/blobs/", exchange -> FaultyRegistry.answer(exchange, 200, content));
    var moved = new AtomicLong();
    fetch(STUBBORN, counting(moved));
    assertThat(moved).hasValue(SIZE);
    assertArrived();
  }

  @Test
  void a_damaged_leftover_is_fetched_again() throws Exception {
    try (var partial = store.resume(blob)) {
      partial.write(new byte[PART], 0, PART);
    }
    fetch(STUBBORN, Progress.NONE);
    assertThat(ranges()).containsExactly(Optional.of("bytes=" + PART + "-"), Optional.empty());
    assertArrived();
  }

  @Test
  void a_transfer_that_comes_forward_is_never_given_up() throws Exception {
    content = new byte[12 << 20];
    new Random(8).nextBytes(content);
    blob = Descriptor.of("application/octet-stream", registry.addBlob(content));
    for (int piece = 0; piece < 5; piece++) {
      int from = piece * (2 << 20);
      registry.once(
          "GET",
          "/blobs/",
          exchange -> {
            exchange
                .getResponseHeaders()
                .set("Content-Range", "bytes " + from + "-" + (content.length - 1) + "/*");
            exchange.sendResponseHeaders(from == 0 ? 200 : 206, content.length - from);
            exchange.getResponseBody().write(content, from, 2 << 20);
            exchange.getResponseBody().flush();
            exchange.close();
          });
    }
    fetch(options(2), Progress.NONE);
    assertArrived();
  }

  @Test
  void what_is_in_the_store_is_not_fetched() throws Exception {
    store.put(blob.mediaType(), content);
    fetch(STUBBORN, Progress.NONE);
    assertThat(ranges()).isEmpty();
  }

  @Test
  void wrong_content_is_refused_and_never_becomes_visible() throws Exception {
    byte[] wrong = content.clone();
    wrong[PART] ^= 1;
    registry.always("GET", "/blobs/", exchange -> FaultyRegistry.answer(exchange, 200, wrong));
    assertThatThrownBy(() -> fetch(STUBBORN, Progress.NONE))
        .isInstanceOf(RegistryException.Protocol.class)
        .hasMessageContaining("not what its digest says");
    assertThat(store.has(blob.digest())).isFalse();
    assertThat(ranges()).hasSize(1);
  }

  @Test
  void a_wrong_size_is_refused_before_the_content_is_read() throws Exception {
    byte[] longer = new byte[SIZE + 1];
    registry.always("GET", "/blobs/", exchange -> FaultyRegistry.answer(exchange, 200, longer));
    assertThatThrownBy(() -> fetch(STUBBORN, Progress.NONE))
        .isInstanceOf(RegistryException.Protocol.class)
        .hasMessageContaining("300000")
        .hasMessageContaining("300001");
  }

  @Test
  void an_endless_answer_is_broken_off() throws Exception {
    registry.always(
        "GET",
        "/blobs/",
        exchange -> {
          exchange.sendResponseHeaders(200, 0); // chunked
          try (var out = exchange.getResponseBody()) {
            for (int i = 0; i < 100_000; i++) {
              out.write(content);
            }
          }
        });
    assertThatThrownBy(() -> fetch(STUBBORN, Progress.NONE))
        .isInstanceOf(RegistryException.Protocol.class)
        .hasMessageContaining("more than the 300000 bytes");
  }

  @Test
  void another_range_than_asked_for_is_refused() throws Exception {
    registry.once("GET", "/blobs/", FaultyRegistry.cutOff(content, PART));
    registry.once(
        "GET",
        "/blobs/",
        exchange -> {
          exchange.getResponseHeaders().set("Content-Range", "bytes 5-299999/300000");
          FaultyRegistry.answer(exchange, 206, new byte[SIZE - PART]);
        });
    assertThatThrownBy(() -> fetch(STUBBORN, Progress.NONE))
        .isInstanceOf(RegistryException.Protocol.class)
        .hasMessageContaining("bytes 5-299999/300000");
  }

  @Test
  void a_busy_registry_is_asked_again_when_it_wants_to_be() throws Exception {
    registry.once(
        "GET",
        "/blobs/",
        exchange -> {
          exchange.getResponseHeaders().set("Retry-After", "1");
          FaultyRegistry.error(exchange, 503, "UNAVAILABLE");
        });
    long start = System.nanoTime();
    fetch(STUBBORN, Progress.NONE);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofSeconds(1));
    assertArrived();
  }

  @Test
  void a_registry_that_wants_to_be_left_alone_for_long_is_not_waited_for() throws Exception {
    registry.always(
        "GET",
        "/blobs/",
        exchange -> {
          exchange.getResponseHeaders().set("Retry-After", "3600");
          FaultyRegistry.error(exchange, 429, "TOOMANYREQUESTS");
        });
    assertThatThrownBy(() -> fetch(STUBBORN, Progress.NONE))
        .isInstanceOfSatisfying(
            RegistryException.RateLimited.class,
            e -> assertThat(e.retryAfter()).contains(Duration.ofHours(1)));
    assertThat(ranges()).hasSize(1);
  }

  @Test
  void a_registry_that_always_fails_is_given_up_after_all_attempts() throws Exception {
    registry.always("GET", "/blobs/", exchange -> FaultyRegistry.error(exchange, 500, "UNKNOWN"));
    assertThatThrownBy(() -> fetch(STUBBORN, Progress.NONE))
        .isInstanceOf(RegistryException.ServerFault.class);
    assertThat(ranges()).hasSize(4);
  }

  @Test
  void credentials_and_signed_addresses_stay_with_the_registry() throws Exception {
    registry.demandTokens();
    registry.once(
        "GET",
        "/blobs/",
        exchange -> {
          // What is asked for first is not yet allowed.
          exchange.getResponseHeaders().set("WWW-Authenticate", challenge());
          FaultyRegistry.error(exchange, 401, "UNAUTHORIZED");
        });
    registry.once("GET", "/blobs/", this::redirect);
    registry.always("GET", "/bucket", exchange -> FaultyRegistry.error(exchange, 404, "GONE"));
    assertThatThrownBy(() -> fetch(STUBBORN, Progress.NONE))
        .isInstanceOf(RegistryException.NotFound.class)
        .hasMessageContaining("http://" + registry.otherHost() + "/bucket")
        .hasMessageNotContaining("hunter2")
        .hasMessageNotContaining("token-");
    assertThat(registry.seen("GET", "/blobs/").getLast().header("Authorization")).isPresent();
    assertThat(registry.seen("GET", "/bucket").getFirst().header("Authorization")).isEmpty();
  }

  private String challenge() {
    return "Bearer realm=\"http://" + registry.host() + "/token\",service=\"test\"";
  }

  private void redirect(HttpExchange exchange) throws IOException {
    String to = "http://" + registry.otherHost() + "/bucket?signature=hunter2";
    exchange.getResponseHeaders().set("Location", to);
    FaultyRegistry.answer(exchange, 307, new byte[0]);
  }

  @Test
  void a_blob_is_read_from_where_the_registry_redirects_to() throws Exception {
    registry.once("GET", "/blobs/", this::redirect);
    registry.always("GET", "/bucket", exchange -> FaultyRegistry.answer(exchange, 200, content));
    fetch(STUBBORN, Progress.NONE);
    assertArrived();
  }

  @Test
  void an_idle_connection_is_given_up_and_continued() throws Exception {
    var forever = new CountDownLatch(1);
    registry.once(
        "GET",
        "/blobs/",
        exchange -> {
          exchange.sendResponseHeaders(200, content.length);
          exchange.getResponseBody().write(content, 0, PART);
          exchange.getResponseBody().flush();
          awaitQuietly(forever);
          exchange.close();
        });
    fetch(STUBBORN.withTimeouts(Duration.ofSeconds(5), Duration.ofMillis(300)), Progress.NONE);
    forever.countDown();
    assertThat(ranges()).last().isEqualTo(Optional.of("bytes=" + PART + "-"));
    assertArrived();
  }

  @Test
  void a_connection_that_trickles_is_given_up_and_continued() throws Exception {
    var over = new CountDownLatch(1);
    registry.once("GET", "/blobs/", exchange -> trickle(exchange, over));
    fetch(STUBBORN.withTimeouts(Duration.ofSeconds(5), Duration.ofMillis(300)), Progress.NONE);
    over.countDown();
    assertThat(ranges()).hasSize(2);
    assertArrived();
  }

  @Test
  void a_registry_that_only_trickles_is_an_error_that_says_so() {
    var over = new CountDownLatch(1);
    registry.always("GET", "/blobs/", exchange -> trickle(exchange, over));
    var twice = options(2).withTimeouts(Duration.ofSeconds(5), Duration.ofMillis(300));
    assertThatThrownBy(() -> fetch(twice, Progress.NONE))
        .isInstanceOf(RegistryException.Unreachable.class)
        .hasMessageContaining("too slow")
        .hasMessageContaining(" bytes in ");
    over.countDown();
  }

  /** A byte every ten milliseconds: each comes in time, the whole never. */
  private void trickle(HttpExchange exchange, CountDownLatch over) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
    if (range != null) {
      String all = "bytes %d-%d/%d".formatted(from, content.length - 1, content.length);
      exchange.getResponseHeaders().set("Content-Range", all);
    }
    exchange.sendResponseHeaders(range == null ? 200 : 206, content.length - from);
    for (int i = from; i < content.length && !isOver(over); i++) {
      exchange.getResponseBody().write(content[i]);
      exchange.getResponseBody().flush();
    }
    exchange.close();
  }

  private static boolean isOver(CountDownLatch over) {
    try {
      return over.await(10, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Progress counting(AtomicLong moved) {
    return new Progress() {
      @Override
      public void advanced(String what, long bytes) {
        moved.addAndGet(bytes);
      }
    };
  }
}
