package io.sealer.share.proxy;

import static io.sealer.share.proxy.RunningProxy.blob;
import static io.sealer.share.proxy.RunningProxy.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.oci.Descriptor;
import io.sealer.oci.MediaTypes;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProxyTagsIT {
  private static final String NGINX = "/v2/library/nginx/manifests/1?ns=docker.io";

  @TempDir private Path directory;
  private FakeUpstream hub;
  private FakeUpstream quay;
  private RunningProxy proxy;

  @BeforeEach
  void start() throws IOException {
    hub = new FakeUpstream();
    quay = new FakeUpstream();
    proxy = proxy(Duration.ZERO);
  }

  private RunningProxy proxy(Duration freshness) throws IOException {
    return new RunningProxy(
        directory,
        ProxyConfig.of(
                Upstream.of("docker.io").at(hub.url()).fresh(freshness),
                Upstream.of("quay.io").at(quay.url().resolve("/mirror/quay")))
            .searching("docker.io", "quay.io"));
  }

  @AfterEach
  void stop() throws IOException {
    proxy.close();
    hub.close();
    quay.close();
  }

  private static Optional<String> digest(HttpResponse<byte[]> answer) {
    return answer.headers().firstValue("Docker-Content-Digest");
  }

  private void assertServed(String path, Descriptor is) throws Exception {
    var answer = proxy.get(path);
    assertThat(answer.statusCode()).as(text(answer)).isEqualTo(200);
    assertThat(digest(answer)).contains(is.digest().toString());
    assertThat(answer.headers().firstValue("Content-Type")).contains(is.mediaType());
    assertThat(Descriptor.of(is.mediaType(), answer.body()).digest()).isEqualTo(is.digest());
  }

  @Test
  void the_registry_is_chosen_by_ns_by_path_or_in_the_configured_order() throws Exception {
    Descriptor hubs = hub.image("library/nginx", "1", "hub");
    Descriptor quays = quay.image("mirror/quay/library/nginx", "1", "quay");
    Descriptor only = quay.image("mirror/quay/only/quay", "2", "only");
    assertServed(NGINX, hubs);
    assertServed("/v2/library/nginx/manifests/1?ns=quay.io", quays);
    assertServed("/v2/docker.io/library/nginx/manifests/1", hubs);
    assertServed("/v2/docker.io/nginx/manifests/1", hubs);
    assertServed("/v2/quay.io/library/nginx/manifests/1", quays);
    assertServed("/v2/nginx/manifests/1", hubs);
    assertServed("/v2/only/quay/manifests/2", only);
    var nobody = proxy.get("/v2/quay.io.example/nginx/manifests/1?ns=ghcr.io");
    assertThat(nobody.statusCode()).isEqualTo(404);
  }

  @Test
  void a_moved_tag_is_seen_at_once_and_an_unmoved_one_costs_one_question() throws Exception {
    Descriptor first = hub.image("library/nginx", "1", "first");
    assertServed(NGINX, first);
    assertServed(NGINX, first);
    assertThat(hub.seen)
        .containsExactly("GET /v2/library/nginx/manifests/1", "HEAD /v2/library/nginx/manifests/1");
    assertServed(NGINX, hub.image("library/nginx", "1", "second"));
  }

  @Test
  void a_fresh_tag_is_not_asked_again() throws Exception {
    proxy.close();
    proxy = proxy(Duration.ofMinutes(1));
    Descriptor first = hub.image("library/nginx", "1", "first");
    assertServed(NGINX, first);
    hub.image("library/nginx", "1", "second");
    assertServed(NGINX, first);
    assertThat(hub.seen).hasSize(1);
  }

  @Test
  void without_upstreams_tags_digests_and_blobs_are_answered_from_the_cache() throws Exception {
    Descriptor is = hub.image("library/nginx", "1", "first");
    Descriptor only = quay.image("mirror/quay/only/quay", "2", "only");
    byte[] layer = hub.blob(1, 10_000);
    assertServed(NGINX, is);
    assertServed("/v2/only/quay/manifests/2", only);
    assertThat(proxy.get(blob(layer)).body()).isEqualTo(layer);
    hub.close();
    quay.close();
    proxy.close();
    proxy = proxy(Duration.ZERO);
    assertServed(NGINX, is);
    assertServed("/v2/library/nginx/manifests/" + is.digest() + "?ns=docker.io", is);
    assertServed("/v2/only/quay/manifests/2", only);
    assertThat(proxy.get(blob(layer)).body()).isEqualTo(layer);
    assertThat(proxy.log)
        .anyMatch(line -> line.contains("docker.io/library/nginx:1 from the cache"));

    var unknown = proxy.get("/v2/library/other/manifests/1?ns=docker.io");
    assertThat(unknown.statusCode()).isEqualTo(503);
    assertThat(text(unknown)).contains("asked again in");
  }

  @Test
  void an_upstream_that_cannot_be_asked_does_not_let_the_next_one_answer() throws Exception {
    hub.close();
    quay.image("mirror/quay/library/app", "1", "somebody else's");
    assertThat(proxy.get("/v2/library/app/manifests/1").statusCode()).isEqualTo(503);
  }

  @Test
  void a_tag_that_is_gone_upstream_is_gone_here_and_nothing_of_it_is_remembered() throws Exception {
    Descriptor is = hub.image("library/nginx", "1", "first");
    assertServed(NGINX, is);
    hub.forget("library/nginx", "1");
    assertThat(proxy.get(NGINX).statusCode()).isEqualTo(404);
    hub.image("library/nginx", "1", "first");
    assertServed(NGINX, is);
  }

  @Test
  void a_rate_limit_is_respected_and_what_is_here_still_served() throws Exception {
    Descriptor is = hub.image("library/nginx", "1", "first");
    assertServed(NGINX, is);
    hub.always("HEAD", "/manifests/", FakeUpstream.status(429, "Retry-After", "600"));
    hub.always("GET", "/manifests/", FakeUpstream.status(429, "Retry-After", "600"));
    assertServed(NGINX, is);
    int asked = hub.seen.size();
    var other = proxy.get("/v2/library/other/manifests/1?ns=docker.io");
    assertThat(other.statusCode()).isEqualTo(429);
    assertThat(text(other)).contains("TOOMANYREQUESTS", "HTTP 429", "asked again in");
    assertThat(hub.seen).as("left alone").hasSize(asked);
  }

  @Test
  void a_short_failure_is_not_noticed() throws Exception {
    Descriptor is = hub.image("library/nginx", "1", "first");
    hub.once("GET", "/manifests/", FakeUpstream.status(503, "Retry-After", "1"));
    hub.once("GET", "/manifests/", FakeUpstream.status(500));
    assertServed(NGINX, is);
  }

  @Test
  void lies_about_digests_and_types_are_refused() throws Exception {
    Descriptor is = hub.image("library/nginx", "1", "first");
    Descriptor other = hub.image("library/other", "1", "other");
    String pinned = "/v2/library/nginx/manifests/" + is.digest();
    hub.always(
        "GET",
        pinned,
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", other.mediaType());
          FakeUpstream.answer(exchange, 200, "{\"schemaVersion\":2}".getBytes(UTF_8));
        });
    assertThat(text(proxy.get(pinned + "?ns=docker.io"))).contains("another digest");
    hub.behave();
    hub.always(
        "GET",
        "/manifests/1",
        exchange -> {
          exchange.getResponseHeaders().set("Docker-Content-Digest", "" + other.digest());
          FakeUpstream.answer(exchange, 200, "{}".getBytes(UTF_8));
        });
    assertThat(text(proxy.get(NGINX))).contains("the registry says " + other.digest());
    hub.behave();
    hub.always("GET", "/manifests/1", FakeUpstream.instead("<html>sign in</html>".getBytes(UTF_8)));
    var html = proxy.get(NGINX);
    assertThat(html.statusCode()).isEqualTo(503);
    hub.behave();
    assertServed(NGINX, is);
  }

  @Test
  void a_refused_login_is_not_told_as_the_clients_fault() throws Exception {
    hub.always("GET", "/manifests/", FakeUpstream.status(401));
    var answer = proxy.get(NGINX);
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(text(answer)).contains("DENIED", "upstream");
  }

  @Test
  void tags_are_listed_by_the_upstream_or_as_far_as_they_are_known() throws Exception {
    String list = "/v2/library/nginx/tags/list";
    hub.always("GET", list, FakeUpstream.instead("{\"tags\":[\"1\",\"2\",\"x\"]}".getBytes(UTF_8)));
    Descriptor is = hub.image("library/nginx", "1", "first");
    assertServed(NGINX, is);
    assertThat(text(proxy.get(list + "?ns=docker.io")))
        .isEqualTo("{\"name\":\"library/nginx\",\"tags\":[\"1\",\"2\",\"x\"]}");
    assertThat(text(proxy.get("/v2/docker.io/nginx/tags/list?n=1&last=1"))).contains("[\"2\"]");
    assertThat(proxy.get("/v2/docker.io/none/tags/list").statusCode()).isEqualTo(404);
    hub.close();
    assertThat(text(proxy.get(list + "?ns=docker.io"))).contains("[\"1\"]");
    assertThat(proxy.get("/v2/docker.io/never/asked/tags/list").statusCode()).isEqualTo(503);
  }

  @Test
  void referrers_are_those_of_the_upstream() throws Exception {
    Descriptor is = hub.image("library/nginx", "1", "first");
    Descriptor signature = hub.image("library/nginx", "s", "signature");
    String path = "/v2/library/nginx/referrers/" + is.digest();
    byte[] index =
        "{\"schemaVersion\":2,\"manifests\":[{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}]}"
            .formatted(signature.mediaType(), signature.digest(), signature.size())
            .getBytes(UTF_8);
    hub.always(
        "GET",
        path,
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", MediaTypes.INDEX);
          FakeUpstream.answer(exchange, 200, index);
        });
    assertThat(text(proxy.get(path + "?ns=docker.io"))).contains(signature.digest().toString());
    String none = "/v2/docker.io/nginx/referrers/" + signature.digest();
    assertThat(text(proxy.get(none))).contains("\"manifests\":[]");
    hub.close();
    assertThat(proxy.get(path + "?ns=docker.io").statusCode()).isEqualTo(503);
  }
}
