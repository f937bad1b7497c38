package io.sealer.node.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.oci.Descriptor;
import io.sealer.oci.MediaTypes;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MirrorTest {
  private static final byte[] MANIFEST = Samples.manifest(MediaTypes.DOCKER_MANIFEST);
  private static final byte[] LIST =
      ("{\"schemaVersion\":2, \"mediaType\":\"" + MediaTypes.DOCKER_LIST + "\", \"manifests\":[]}")
          .getBytes(UTF_8);

  @TempDir Path directory;
  TestHost host;
  Descriptor manifest;
  Descriptor list;

  @BeforeEach
  void start() throws Exception {
    host = new TestHost(directory, new TestAuthority("one"));
    manifest = host.store.put(MediaTypes.DOCKER_MANIFEST, MANIFEST);
    list = host.store.put(MediaTypes.DOCKER_LIST, LIST);
  }

  @AfterEach
  void stop() throws Exception {
    host.close();
  }

  @Test
  void it_says_that_it_is_a_registry() throws Exception {
    assertThat(host.get("/v2/").statusCode()).isEqualTo(200);
    assertThat(host.get("/healthz").body()).asString(UTF_8).startsWith("{\"status\":\"ok\"");
  }

  @Test
  void a_name_is_answered_with_the_bytes_type_and_digest_of_its_publisher() throws Exception {
    host.names(Map.of("nginx:1.25", list));
    String path = "/v2/library/nginx/manifests/1.25?ns=docker.io";
    assertIs(host.get(path), list, LIST);
    HttpResponse<byte[]> head = host.send("HEAD", path);
    assertIs(head, list, new byte[0]);
    assertThat(head.headers().firstValue("Content-Length")).contains("" + list.size());
    assertIs(host.get("/v2/nginx/manifests/1.25?ns=docker.io"), list, LIST);
  }

  @Test
  void a_digest_is_answered_in_every_repository() throws Exception {
    assertIs(host.get("/v2/a/b/manifests/" + manifest.digest() + "?ns=x.io"), manifest, MANIFEST);
    assertThat(host.get("/v2/a/blobs/" + manifest.digest()).body()).isEqualTo(MANIFEST);
  }

  @Test
  void the_same_path_in_two_registries_never_collides() throws Exception {
    host.names(Map.of("a.io/x/y:1", list, "b.io/x/y:1", manifest, "b.io/only:1", list));
    assertIs(host.get("/v2/x/y/manifests/1?ns=a.io"), list, LIST);
    assertIs(host.get("/v2/x/y/manifests/1?ns=b.io"), manifest, MANIFEST);
    assertError(host.get("/v2/x/y/manifests/1?ns=c.io"), 404, "MANIFEST_UNKNOWN");
    assertError(host.get("/v2/x/y/manifests/1"), 404, "NAME_UNKNOWN");
    assertIs(host.get("/v2/b.io/x/y/manifests/1"), manifest, MANIFEST);
    assertIs(host.get("/v2/only/manifests/1"), list, LIST);
  }

  @Test
  void a_registry_that_the_host_stands_for_has_the_images_of_all_registries() throws Exception {
    host.names(Map.of("nginx:1.25", list, "a.io/x/y:1", list, "b.io/x/y:1", manifest));
    String nginx = "/v2/library/nginx/manifests/1.25?ns=sea.hub:5000";
    assertError(host.get(nginx), 404, "MANIFEST_UNKNOWN");

    host.configure(host.config.withOwnNames(List.of("sea.hub:5000", "r.local:5001")));

    assertIs(host.get(nginx), list, LIST);
    assertIs(host.get("/v2/library/nginx/manifests/1.25?ns=r.local:5001"), list, LIST);
    assertError(host.get("/v2/x/y/manifests/1?ns=sea.hub:5000"), 404, "NAME_UNKNOWN");
    assertIs(host.get("/v2/b.io/x/y/manifests/1?ns=sea.hub:5000"), manifest, MANIFEST);
    assertError(host.get("/v2/other/manifests/1?ns=sea.hub:5000"), 404, "MANIFEST_UNKNOWN");
    assertError(host.get("/v2/library/nginx/manifests/1.25?ns=c.io"), 404, "MANIFEST_UNKNOWN");
  }

  @Test
  void a_full_name_in_a_registry_of_the_host_goes_before_the_path_alone() throws Exception {
    host.configure(host.config.withOwnNames(List.of("sea.hub:5000")));
    host.names(Map.of("sea.hub:5000/x/y:1", manifest, "a.io/x/y:1", list));
    assertIs(host.get("/v2/x/y/manifests/1?ns=sea.hub:5000"), manifest, MANIFEST);
  }

  @Test
  void what_was_not_there_is_asked_anew() throws Exception {
    assertError(host.get("/v2/late/manifests/1?ns=a.io"), 404, "MANIFEST_UNKNOWN");
    host.names(Map.of("a.io/late:1", list));
    assertIs(host.get("/v2/late/manifests/1?ns=a.io"), list, LIST);
    Descriptor late = Descriptor.of("x", "late".getBytes(UTF_8));
    assertError(host.get("/v2/late/blobs/" + late.digest()), 404, "BLOB_UNKNOWN");
    host.store.put("x", "late".getBytes(UTF_8));
    assertThat(host.get("/v2/late/blobs/" + late.digest()).body())
        .asString(UTF_8)
        .isEqualTo("late");
  }

  @Test
  void a_part_of_a_blob_can_be_asked_for() throws Exception {
    Descriptor blob = host.store.put("x", "0123456789".getBytes(UTF_8));
    HttpResponse<byte[]> part = host.get("/v2/a/blobs/" + blob.digest(), "Range", "bytes=3-5");
    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(part.body()).asString(UTF_8).isEqualTo("345");
    assertThat(part.headers().firstValue("Content-Range")).contains("bytes 3-5/10");
    HttpResponse<byte[]> beyond = host.get("/v2/a/blobs/" + blob.digest(), "Range", "bytes=10-");
    assertError(beyond, 416, "RANGE_INVALID");
    assertThat(beyond.headers().firstValue("Content-Range")).contains("bytes */10");
  }

  @Test
  void stopping_waits_for_answers_that_are_being_sent() throws Exception {
    byte[] large = new byte[40_000_000];
    Descriptor blob = host.store.put("x", large);
    HttpRequest request = HttpRequest.newBuilder(host.uri("/v2/a/blobs/" + blob.digest())).build();
    HttpResponse<InputStream> answer =
        TestHost.CLIENT.send(request, HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream body = answer.body();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      assertThat(body.readNBytes(1000)).hasSize(1000);
      var stopped =
          threads.submit(
              () -> {
                host.stop();
                return true;
              });
      assertThat(body.readAllBytes()).hasSize(large.length - 1000);
      assertThat(stopped.get()).isTrue();
    }
    assertThat(host.printed()).contains(" 200 40000000B").doesNotContain("stopped while");
  }

  @Test
  void nothing_can_be_changed() throws Exception {
    assertError(host.send("PUT", "/v2/a/manifests/1"), 405, "UNSUPPORTED");
    assertError(host.send("DELETE", "/v2/a/blobs/" + list.digest()), 405, "UNSUPPORTED");
    assertThat(host.store.has(list.digest())).isTrue();
  }

  @Test
  void requests_are_logged_until_the_configuration_says_otherwise() throws Exception {
    host.get("/v2/a/blobs/" + list.digest() + "?ns=a.io");
    host.awaitPrinted("GET /v2/a/blobs");
    assertThat(host.printed())
        .contains("127.0.0.1 GET /v2/a/blobs/" + list.digest() + "?ns=a.io 200 " + list.size());
    host.configure(host.config.withAccessLog(false));
    host.get("/v2/quiet/blobs/" + list.digest());
    host.stop(); // all is logged then
    assertThat(host.printed()).contains("took up the changed").doesNotContain("/v2/quiet");
  }

  private static void assertIs(HttpResponse<byte[]> answer, Descriptor is, byte[] body) {
    assertThat(answer.statusCode()).as(new String(answer.body(), UTF_8)).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains(is.mediaType());
    assertThat(answer.headers().firstValue("Docker-Content-Digest")).contains("" + is.digest());
    assertThat(answer.body()).isEqualTo(body);
  }

  static void assertError(HttpResponse<byte[]> answer, int status, String code) {
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(answer.body())
        .asString(UTF_8)
        .startsWith("{\"errors\":[{\"code\":\"" + code + "\",\"message\":\"");
  }
}
