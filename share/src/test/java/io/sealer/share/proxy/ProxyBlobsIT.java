package io.sealer.share.proxy;

import static io.sealer.share.proxy.RunningProxy.blob;
import static io.sealer.share.proxy.RunningProxy.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealer.oci.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProxyBlobsIT {
  private static final int LARGE = 6_000_000;

  @TempDir private Path directory;
  private FakeUpstream hub;
  private RunningProxy proxy;

  @BeforeEach
  void start() throws IOException {
    hub = new FakeUpstream();
    proxy = new RunningProxy(directory, ProxyConfig.of(Upstream.of("docker.io").at(hub.url())));
  }

  @AfterEach
  void stop() throws IOException {
    proxy.close();
    hub.close();
  }

  private FakeUpstream.Fault inTwoParts(byte[] content, CountDownLatch second) {
    return exchange -> {
      exchange.sendResponseHeaders(200, content.length);
      exchange.getResponseBody().write(content, 0, content.length / 2);
      exchange.getResponseBody().flush();
      try {
        second.await(30, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      exchange
          .getResponseBody()
          .write(content, content.length / 2, content.length - content.length / 2);
      exchange.close();
    };
  }

  @Test
  void fifty_clients_make_one_fetch() throws Exception {
    byte[] content = hub.blob(1, 4_300_000);
    var release = new CountDownLatch(1);
    hub.always("GET", "/blobs/", inTwoParts(content, release));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var all = new ArrayList<Future<Boolean>>();
      for (int i = 0; i < 50; i++) {
        Callable<Boolean> client =
            () -> {
              try (InputStream in = proxy.stream(blob(content)).body()) {
                byte[] first = in.readNBytes(1_000_000); // while the rest has not been sent
                release.countDown();
                return Arrays.equals(first, 0, first.length, content, 0, first.length)
                    && isRest(in, content, first.length);
              }
            };
        all.add(threads.submit(client));
      }
      for (Future<Boolean> one : all) {
        assertThat(one.get()).isTrue();
      }
    }
    assertThat(hub.count("GET /v2/library/app/blobs/")).isEqualTo(1);
  }

  private static boolean isRest(InputStream in, byte[] content, int from) throws IOException {
    byte[] buffer = new byte[1 << 16];
    int at = from;
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      if (!Arrays.equals(buffer, 0, n, content, at, at + n)) {
        return false;
      }
      at += n;
    }
    return at == content.length;
  }

  @Test
  void a_client_that_leaves_does_not_end_the_fetch_of_others() throws Exception {
    byte[] content = hub.blob(2, LARGE);
    var release = new CountDownLatch(1);
    hub.always("GET", "/blobs/", inTwoParts(content, release));
    try (InputStream stays = proxy.stream(blob(content)).body()) {
      try (InputStream leaves = proxy.stream(blob(content)).body()) {
        assertThat(leaves.readNBytes(1000)).hasSize(1000);
        assertThat(stays.readNBytes(1000)).hasSize(1000);
      }
      release.countDown();
      assertThat(stays.readAllBytes()).hasSize(LARGE - 1000);
    }
    assertThat(hub.count("GET /v2/library/app/blobs/")).isEqualTo(1);
  }

  @Test
  void an_upstream_that_breaks_off_is_continued_where_it_stopped() throws Exception {
    byte[] content = hub.blob(3, LARGE);
    hub.once("GET", "/blobs/", FakeUpstream.cutOff(content, 2_000_000));
    assertThat(proxy.get(blob(content)).body()).isEqualTo(content);
    assertThat(hub.seen).anyMatch(line -> line.matches("GET .*/blobs/.* bytes=\\d+-"));
  }

  @Test
  void damaged_content_never_reaches_a_client_as_whole() throws Exception {
    byte[] content = hub.blob(4, LARGE);
    byte[] damaged = content.clone();
    damaged[100]++;
    hub.always("GET", "/blobs/", FakeUpstream.instead(damaged));
    assertThatThrownBy(() -> proxy.get(blob(content))).isInstanceOf(IOException.class);
    hub.behave();
    assertThat(proxy.get(blob(content)).body()).isEqualTo(content);
  }

  @Test
  void damaged_small_content_is_an_error_that_says_why() throws Exception {
    byte[] content = hub.blob(5, 1000);
    byte[] damaged = content.clone();
    damaged[100]++;
    hub.always("GET", "/blobs/", FakeUpstream.instead(damaged));
    var answer = proxy.get(blob(content));
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(text(answer)).contains("not what its digest says", "upstream docker.io");
    hub.behave();
    assertThat(proxy.get(blob(content)).body()).isEqualTo(content);
  }

  @Test
  void a_wrong_length_is_refused() throws Exception {
    byte[] content = hub.blob(6, 1000);
    hub.always("GET", "/blobs/", FakeUpstream.instead(new byte[2000]));
    var longer = proxy.get(blob(content));
    assertThat(longer.statusCode()).isEqualTo(503);
    assertThat(text(longer)).contains("1000 more bytes", "announces 2000");
    hub.behave();
    assertThat(proxy.get(blob(content)).body()).isEqualTo(content);
  }

  @Test
  void a_redirect_loop_ends() throws Exception {
    byte[] content = hub.blob(7, 1000);
    hub.always(
        "GET", "/blobs/", FakeUpstream.status(307, "Location", "/v2/library/app/blobs/again"));
    var answer = proxy.get(blob(content));
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(text(answer)).contains("redirected too often");
  }

  @Test
  void a_part_can_be_asked_for_before_anything_is_here_and_is_verified_first() throws Exception {
    byte[] content = hub.blob(8, LARGE);
    var middle = proxy.get(blob(content), "Range", "bytes=100-199");
    assertThat(middle.statusCode()).isEqualTo(206);
    assertThat(middle.body()).isEqualTo(Arrays.copyOfRange(content, 100, 200));
    assertThat(middle.headers().firstValue("Content-Range"))
        .contains("bytes 100-199/" + content.length);
    assertThat(hub.count("GET /v2/library/app/blobs/")).isEqualTo(1);

    byte[] other = hub.blob(9, LARGE);
    byte[] damaged = other.clone();
    damaged[5_000_000]++;
    hub.always("GET", "/blobs/", FakeUpstream.instead(damaged));
    assertThat(proxy.get(blob(other), "Range", "bytes=100-199").statusCode()).isEqualTo(503);
  }

  @Test
  void what_was_not_there_is_asked_anew() throws Exception {
    byte[] later = new byte[] {1, 2, 3};
    assertThat(proxy.get(blob(later)).statusCode()).isEqualTo(404);
    byte[] content = hub.blob(10, 300);
    assertThat(proxy.get(blob(content)).statusCode()).isEqualTo(200);
    assertThat(proxy.get(blob(later)).statusCode()).isEqualTo(404);
    assertThat(hub.count("HEAD /v2/library/app/blobs/" + Digest.of(later))).isEqualTo(2);
  }

  @Test
  void headers_alone_fetch_nothing() throws Exception {
    byte[] content = hub.blob(11, 5000);
    var answer = proxy.head(blob(content));
    assertThat(answer.headers().firstValue("Content-Length")).contains("5000");
    assertThat(hub.count("GET ")).isZero();
  }

  @Test
  void an_interrupted_fetch_is_continued_by_the_next_process() throws Exception {
    byte[] content = hub.blob(12, LARGE);
    hub.always("GET", "/blobs/", FakeUpstream.cutOff(content, 3_000_000));
    assertThatThrownBy(() -> proxy.get(blob(content))).isInstanceOf(IOException.class);
    proxy.close();
    hub.behave();
    proxy = new RunningProxy(directory, ProxyConfig.of(Upstream.of("docker.io").at(hub.url())));
    assertThat(proxy.get(blob(content)).body()).isEqualTo(content);
    assertThat(hub.seen.getLast()).contains("bytes=");
  }
}
