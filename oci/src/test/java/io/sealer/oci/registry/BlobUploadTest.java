package io.sealer.oci.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.Progress;
import io.sealer.oci.Reference;
import io.sealer.oci.store.CorruptContentException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BlobUploadTest {
  private static final int SIZE = 2 << 20;

  private byte[] content = new byte[SIZE];
  private final AtomicInteger opened = new AtomicInteger();
  private final AtomicLong moved = new AtomicLong();
  private final Progress progress =
      new Progress() {
        @Override
        public void advanced(String what, long bytes) {
          moved.addAndGet(bytes);
        }
      };
  private FaultyRegistry registry;
  private RegistryClient client;
  private Descriptor blob;

  @BeforeEach
  void start() throws IOException {
    new Random(3).nextBytes(content);
    blob = Descriptor.of("application/octet-stream", content);
    registry = new FaultyRegistry();
    var retry = new RetryPolicy(3, Duration.ofMillis(5), Duration.ofSeconds(1));
    client = new RegistryClient(RegistryOptions.defaults().withRetry(retry));
  }

  @AfterEach
  void stop() {
    client.close();
    registry.close();
  }

  private void push(Reference... mountFrom) throws IOException {
    client.pushBlob(
        registry.name("team/app:1"),
        blob,
        () -> {
          opened.incrementAndGet();
          return new ByteArrayInputStream(content);
        },
        List.of(mountFrom),
        progress);
  }

  @Test
  void a_blob_goes_in_one_piece() throws Exception {
    push();
    assertThat(registry.blob(blob.digest())).isEqualTo(content);
    assertThat(registry.order().stream().map(line -> line.substring(0, line.indexOf(' '))))
        .containsExactly("HEAD", "POST", "PUT");
    assertThat(moved).hasValue(SIZE);
  }

  @Test
  void a_blob_that_is_there_is_not_sent() throws Exception {
    registry.addBlob(content);
    push();
    assertThat(opened).hasValue(0);
    assertThat(registry.order()).hasSize(1);
  }

  @Test
  void an_upload_that_breaks_starts_again_with_a_fresh_stream() throws Exception {
    registry.once(
        "PUT",
        "/uploads/",
        exchange -> {
          exchange.getRequestBody().readNBytes(1 << 20);
          exchange.close();
        });
    push();
    assertThat(registry.blob(blob.digest())).isEqualTo(content);
    assertThat(registry.seen("POST", "/uploads/")).hasSize(2);
    assertThat(opened).hasValue(2);
    assertThat(moved).hasValue(SIZE);
  }

  @Test
  void an_upload_that_the_registry_forgot_starts_again() throws Exception {
    registry.once("PUT", "/uploads/", e -> FaultyRegistry.error(e, 404, "BLOB_UPLOAD_UNKNOWN"));
    push();
    assertThat(registry.seen("POST", "/uploads/")).hasSize(2);
    assertThat(registry.blob(blob.digest())).isEqualTo(content);
  }

  @Test
  void what_is_too_large_for_one_request_goes_in_chunks() throws Exception {
    int large = (16 << 20) + 5;
    content = Arrays.copyOf(content, large);
    blob = Descriptor.of("application/octet-stream", content);
    registry.always("PUT", "/uploads/", this::refuseLarge);
    push();
    assertThat(registry.blob(blob.digest())).isEqualTo(content);
    assertThat(
            registry.seen("PATCH", "/uploads/").stream()
                .map(request -> request.header("Content-range").orElseThrow()))
        .containsExactly("0-16777215", "16777216-16777220");
    assertThat(moved).hasValue(large);
  }

  /** As a proxy does: without reading the body. */
  private void refuseLarge(HttpExchange exchange) throws IOException {
    if (Long.parseLong(exchange.getRequestHeaders().getFirst("Content-length")) > 1000) {
      exchange.sendResponseHeaders(413, -1);
      exchange.close();
    } else {
      registry.serve(exchange);
    }
  }

  @Test
  void a_login_that_ends_during_an_upload_is_renewed() throws Exception {
    List<String> valid = registry.demandTokens();
    registry.once(
        "PUT",
        "/uploads/",
        exchange -> {
          valid.clear();
          String realm = "Bearer realm=\"http://" + registry.host() + "/token\"";
          exchange.getResponseHeaders().set("WWW-Authenticate", realm);
          FaultyRegistry.error(exchange, 401, "UNAUTHORIZED");
        });
    push();
    assertThat(registry.blob(blob.digest())).isEqualTo(content);
    assertThat(registry.seen("POST", "/uploads/")).hasSize(1);
    assertThat(registry.seen("GET", "/token")).hasSize(2);
  }

  @Test
  void a_blob_is_mounted_from_a_repository_that_has_it() throws Exception {
    registry.once("HEAD", "/team/app/blobs", e -> FaultyRegistry.answer(e, 404, new byte[0]));
    registry.addBlob(content);
    registry.once("POST", "mount=", e -> FaultyRegistry.answer(e, 201, new byte[0]));
    push(registry.name("base:1"));
    assertThat(opened).hasValue(0);
    assertThat(registry.seen("POST", "").getFirst().path())
        .endsWith("?mount=" + blob.digest() + "&from=base");
  }

  @Test
  void a_registry_that_does_not_mount_gets_the_blob() throws Exception {
    registry.once("HEAD", "/base/blobs", e -> FaultyRegistry.answer(e, 200, content));
    push(registry.name("base:1"));
    assertThat(registry.blob(blob.digest())).isEqualTo(content);
    assertThat(registry.seen("DELETE", "/uploads/")).hasSize(1);
  }

  @Test
  void another_registrys_repository_is_never_asked() throws Exception {
    push(Reference.parse("example.invalid/base:1"));
    assertThat(registry.seen("POST", "mount=")).isEmpty();
  }

  @Test
  void damage_in_the_local_store_is_told_from_damage_on_the_way() {
    content[5] ^= 1;
    assertThatThrownBy(this::push)
        .isInstanceOf(CorruptContentException.class)
        .hasMessageContaining("local store")
        .hasMessageContaining(Digest.of(content).toString());
  }

  @Test
  void content_that_ends_early_is_not_blamed_on_the_network() {
    assertThatThrownBy(
            () ->
                client.pushBlob(
                    registry.name("a:1"),
                    blob,
                    () -> new ByteArrayInputStream("short".getBytes(UTF_8)),
                    List.of(),
                    Progress.NONE))
        .isNotInstanceOf(RegistryException.class)
        .hasMessageContaining("shorter than its descriptor");
    assertThat(registry.seen("POST", "/uploads/")).hasSize(1);
  }
}
