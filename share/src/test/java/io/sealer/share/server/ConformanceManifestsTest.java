package io.sealer.share.server;

import static io.sealer.share.server.Manifests.descriptor;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.oci.Digest;
import io.sealer.oci.Reference;
import io.sealer.oci.json.JsonObject;
import io.sealer.oci.registry.RegistryClient;
import io.sealer.oci.registry.RegistryOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the specification asks of manifests, tags and referrers. */
class ConformanceManifestsTest {
  private static final String EMPTY = "application/vnd.oci.empty.v1+json";
  private static final String REPOSITORY = "/v2/team/one";

  @TempDir Path directory;
  private TestRegistry registry;
  private Client client;
  private final byte[] config = "{\"os\":\"linux\"}".getBytes(UTF_8);
  private final byte[] layer = "a layer".getBytes(UTF_8);

  @BeforeEach
  void start() throws Exception {
    registry = new TestRegistry(directory);
    client = registry.client;
    client.push("team/one", config);
    client.push("team/one", layer);
  }

  @AfterEach
  void stop() throws IOException {
    registry.close();
  }

  private byte[] image(String more) {
    return Manifests.image(
        descriptor(Manifests.CONFIG, "sha256", config),
        List.of(descriptor(Manifests.LAYER, "sha256", layer)),
        more);
  }

  private Client.Answer put(String reference, String type, byte[] manifest) throws Exception {
    return client.send(
        "PUT", REPOSITORY + "/manifests/" + reference, manifest, "Content-Type", type);
  }

  private void assertServed(String reference, String type, byte[] manifest) throws Exception {
    String path = REPOSITORY + "/manifests/" + reference;
    var got = client.get(path, "Accept", type);
    assertThat(got.status()).isEqualTo(200);
    assertThat(got.body()).isEqualTo(manifest);
    assertThat(got.header("Content-Type")).contains(type);
    var head = client.head(path);
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.header("Content-Length")).contains(String.valueOf(manifest.length));
    assertThat(head.header("Content-Type")).contains(type);
    assertThat(head.header("Docker-Content-Digest")).isPresent();
  }

  @Test
  void an_empty_registry_answers() throws Exception {
    assertThat(client.get("/v2/").status()).isEqualTo(200);
    assertThat(client.get("/v2/no/where/tags/list").code()).isEqualTo("NAME_UNKNOWN");
    var unknown = client.get(REPOSITORY + "/manifests/none");
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.code()).isEqualTo("MANIFEST_UNKNOWN");
    String digest = Client.digest("sha256", layer);
    assertThat(client.get(REPOSITORY + "/manifests/" + digest).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sha256", "sha512"})
  void a_manifest_is_pushed_by_digest_and_tag_and_deleted(String algorithm) throws Exception {
    byte[] manifest = image("");
    String digest = Client.digest(algorithm, manifest);
    var pushed = put(digest, Manifests.IMAGE, manifest);
    assertThat(pushed.status()).isEqualTo(201);
    assertThat(pushed.header("Docker-Content-Digest")).contains(digest);
    assertThat(client.get(pushed.location()).body()).isEqualTo(manifest);
    assertServed(digest, Manifests.IMAGE, manifest);
    assertThat(put("v1", Manifests.IMAGE, manifest).status()).isEqualTo(201);
    assertServed("v1", Manifests.IMAGE, manifest);
    assertThat(client.delete(REPOSITORY + "/manifests/v1").status()).isEqualTo(202);
    assertThat(client.head(REPOSITORY + "/manifests/v1").status()).isEqualTo(404);
    assertServed(digest, Manifests.IMAGE, manifest);
    assertThat(client.delete(REPOSITORY + "/manifests/" + digest).status()).isEqualTo(202);
    assertThat(client.head(REPOSITORY + "/manifests/" + digest).status()).isEqualTo(404);
    assertThat(client.delete(REPOSITORY + "/manifests/" + digest).status()).isEqualTo(404);
    assertThat(client.delete(REPOSITORY + "/manifests/v1").status()).isEqualTo(404);
  }

  @Test
  void deleting_a_manifest_removes_the_tags_that_stand_for_it() throws Exception {
    byte[] other = image(",\"annotations\":{\"a\":\"b\"}");
    put("keep", Manifests.IMAGE, other);
    put("v1", Manifests.IMAGE, image(""));
    put("v2", Manifests.IMAGE, image(""));
    client.delete(REPOSITORY + "/manifests/" + Client.digest("sha256", image("")));
    assertThat(client.get(REPOSITORY + "/manifests/v1").status()).isEqualTo(404);
    assertThat(client.get(REPOSITORY + "/tags/list").json().texts("tags")).containsExactly("keep");
  }

  @Test
  void one_request_sets_several_tags() throws Exception {
    String digest = Client.digest("sha512", image(""));
    var pushed = put(digest + "?tag=a&tag=b", Manifests.IMAGE, image(""));
    assertThat(pushed.status()).isEqualTo(201);
    assertThat(pushed.header("OCI-Tag")).contains("a, b");
    assertThat(client.head(REPOSITORY + "/manifests/b").header("Docker-Content-Digest"))
        .contains(digest);
  }

  @Test
  void all_kinds_of_manifests_come_back_as_they_went() throws Exception {
    byte[] empty = "{}".getBytes(UTF_8);
    client.push("team/one", empty);
    byte[] image = image("");
    put("image", Manifests.IMAGE, image);
    String member = descriptor(Manifests.IMAGE, "sha256", image);
    String docker = "application/vnd.docker.distribution.manifest.v2+json";
    String list = "application/vnd.docker.distribution.manifest.list.v2+json";
    String absent = descriptor(Manifests.IMAGE, Client.digest("sha256", layer), 9);
    for (Sample sample :
        List.of(
            new Sample("index", Manifests.INDEX, Manifests.index(List.of(member, member), "")),
            new Sample(
                "nested", Manifests.INDEX, Manifests.index(List.of(member), ",\"x\":{\"y\":[1]}")),
            new Sample("sparse", Manifests.INDEX, Manifests.index(List.of(member, absent), "")),
            new Sample("nothing", Manifests.INDEX, Manifests.index(List.of(), "")),
            new Sample(
                "artifact",
                Manifests.IMAGE,
                Manifests.image(
                    descriptor(EMPTY, "sha256", empty),
                    List.of(descriptor("text/x", "sha256", layer)),
                    ",\"artifactType\":\"application/x\"")),
            new Sample(
                "no-layers",
                Manifests.IMAGE,
                Manifests.image(
                    descriptor(Manifests.CONFIG, "sha256", config),
                    List.of(),
                    ",\"unknown\":\"z\"")),
            new Sample("docker", docker, text(image).replace(Manifests.IMAGE, docker)),
            new Sample(
                "list",
                list,
                text(Manifests.index(List.of(member), "")).replace(Manifests.INDEX, list)),
            new Sample("other", "application/vnd.future+json", "{\"a\":1}"),
            new Sample(
                "foreign",
                Manifests.IMAGE,
                Manifests.image(
                    descriptor(Manifests.CONFIG, "sha256", config),
                    List.of(
                        descriptor(
                            "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip",
                            Client.digest("sha256", "elsewhere".getBytes(UTF_8)),
                            123_456)),
                    "")))) {
      assertThat(put(sample.tag(), sample.type(), sample.bytes()).status())
          .as(sample.tag())
          .isEqualTo(201);
      assertServed(sample.tag(), sample.type(), sample.bytes());
    }
  }

  private record Sample(String tag, String type, String text) {
    Sample(String tag, String type, byte[] bytes) {
      this(tag, type, ConformanceManifestsTest.text(bytes));
    }

    byte[] bytes() {
      return text.getBytes(UTF_8);
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }

  @Test
  void a_large_manifest_is_taken_and_one_that_is_too_large_is_not() throws Exception {
    byte[] large = image(",\"annotations\":{\"a\":\"" + "A".repeat(3_900_000) + "\"}");
    assertThat(put("large", Manifests.IMAGE, large).status()).isEqualTo(201);
    assertServed("large", Manifests.IMAGE, large);
    var refused = put("larger", Manifests.IMAGE, image(",\"a\":\"" + "A".repeat(4 << 20) + "\""));
    assertThat(refused.status()).isEqualTo(413);
    assertThat(refused.code()).isEqualTo("MANIFEST_INVALID");
  }

  @Test
  void bad_manifests_are_refused_with_the_reason() throws Exception {
    byte[] image = image("");
    String digest = Client.digest("sha256", image);
    byte[] spaced = (text(image) + "  ").getBytes(UTF_8);
    assertThat(put(digest, Manifests.IMAGE, spaced).code()).isEqualTo("DIGEST_INVALID");
    assertThat(put("sha256:baddigeststring", Manifests.IMAGE, image).status()).isEqualTo(400);
    assertThat(client.get(REPOSITORY + "/manifests/sha256:baddigeststring").status())
        .isEqualTo(400);
    assertThat(put("v1", Manifests.INDEX, image).code()).isEqualTo("MANIFEST_INVALID");
    assertThat(put("v1", Manifests.IMAGE, "no json".getBytes(UTF_8)).code())
        .isEqualTo("MANIFEST_INVALID");
    assertThat(put("v1", Manifests.IMAGE, image(",\"manifests\":[]")).code())
        .isEqualTo("MANIFEST_INVALID");
    assertThat(put("v1", Manifests.IMAGE, "[".repeat(300_000).getBytes(UTF_8)).code())
        .isEqualTo("MANIFEST_INVALID");
    assertThat(put(".v1", Manifests.IMAGE, image).status()).isEqualTo(400);
    String wrongSize =
        descriptor(Manifests.LAYER, Client.digest("sha256", layer), layer.length + 1);
    byte[] lying =
        Manifests.image(descriptor(Manifests.CONFIG, "sha256", config), List.of(wrongSize), "");
    assertThat(put("v1", Manifests.IMAGE, lying).code()).isEqualTo("MANIFEST_INVALID");
    assertThat(client.get(REPOSITORY + "/tags/list").json().texts("tags")).isEmpty();
  }

  @Test
  void a_manifest_whose_blobs_are_not_in_its_repository_is_refused() throws Exception {
    client.push("team/two", "elsewhere".getBytes(UTF_8));
    byte[] manifest =
        Manifests.image(
            descriptor(Manifests.CONFIG, "sha256", config),
            List.of(descriptor(Manifests.LAYER, "sha256", "elsewhere".getBytes(UTF_8))),
            "");
    var refused = put("v1", Manifests.IMAGE, manifest);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.code()).isEqualTo("MANIFEST_BLOB_UNKNOWN");
    assertThat(refused.text()).contains(Client.digest("sha256", "elsewhere".getBytes(UTF_8)));
  }

  @Test
  void tags_are_listed_in_pages() throws Exception {
    List<String> tags = List.of("a", "B", "c1", "C2", "d", "z-9", "z.1");
    for (String tag : tags.reversed()) {
      put(tag, Manifests.IMAGE, image(""));
    }
    String path = REPOSITORY + "/tags/list";
    JsonObject all = client.get(path).json();
    assertThat(all.text("name")).isEqualTo("team/one");
    assertThat(all.texts("tags")).isEqualTo(tags);
    assertThat(client.get(path + "?n=0").json().texts("tags")).isEmpty();
    assertThat(client.get(path + "?n=0").header("Link")).isEmpty();
    assertThat(client.get(path + "?last=c1").json().texts("tags"))
        .containsExactly("C2", "d", "z-9", "z.1");
    assertThat(client.get(path + "?n=7").header("Link")).isEmpty();
    assertThat(client.get(path + "?n=x").status()).isEqualTo(400);
    var seen = new ArrayList<String>();
    String next = path + "?n=3";
    while (!next.isEmpty()) {
      var page = client.get(next);
      assertThat(page.json().texts("tags")).hasSizeLessThanOrEqualTo(3);
      seen.addAll(page.json().texts("tags"));
      next =
          page.header("Link")
              .map(link -> link.replaceFirst("<(.*)>; rel=\"next\"", "$1"))
              .orElse("");
    }
    assertThat(seen).isEqualTo(tags);
  }

  @Test
  void repositories_are_listed_in_pages() throws Exception {
    for (String name : List.of("b/c/d", "a", "b")) {
      client.push(name, layer);
    }
    assertThat(client.get("/v2/_catalog").json().texts("repositories"))
        .containsExactly("a", "b", "b/c/d", "team/one");
    var page = client.get("/v2/_catalog?n=2&last=a");
    assertThat(page.json().texts("repositories")).containsExactly("b", "b/c/d");
    assertThat(page.header("Link")).contains("</v2/_catalog?last=b%2Fc%2Fd&n=2>; rel=\"next\"");
  }

  @Test
  void referrers_are_listed_and_filtered() throws Exception {
    byte[] subject = image("");
    String digest = Client.digest("sha256", subject);
    String path = REPOSITORY + "/referrers/" + digest;
    assertEmptyIndex(client.get(path));
    String refers = ",\"subject\":" + descriptor(Manifests.IMAGE, "sha256", subject);
    byte[] signature =
        image(refers + ",\"artifactType\":\"x/sign\",\"annotations\":{\"by\":\"me\"}");
    byte[] plain = image(refers);
    byte[] index = Manifests.index(List.of(), refers + ",\"artifactType\":\"x/sbom\"");
    assertThat(put("s", Manifests.IMAGE, signature).header("OCI-Subject")).contains(digest);
    String plainDigest = Client.digest("sha256", plain);
    assertThat(put(plainDigest, Manifests.IMAGE, plain).header("OCI-Subject")).contains(digest);
    put("i", Manifests.INDEX, index);
    var all = client.get(path);
    assertThat(all.header("Content-Type")).contains(Manifests.INDEX);
    assertThat(all.header("OCI-Filters-Applied")).isEmpty();
    assertThat(all.json().objects("manifests")).hasSize(3);
    var signs = client.get(path + "?artifactType=x%2Fsign");
    assertThat(signs.header("OCI-Filters-Applied")).contains("artifactType");
    JsonObject only = signs.json().objects("manifests").getFirst();
    assertThat(signs.json().objects("manifests")).hasSize(1);
    assertThat(only.text("digest")).isEqualTo(Client.digest("sha256", signature));
    assertThat(only.number("size")).isEqualTo(signature.length);
    assertThat(only.text("mediaType")).isEqualTo(Manifests.IMAGE);
    assertThat(only.textMap("annotations")).containsEntry("by", "me");
    var byConfig = client.get(path + "?artifactType=" + Manifests.CONFIG.replace("+", "%2B"));
    assertThat(byConfig.json().objects("manifests").getFirst().text("digest"))
        .isEqualTo(plainDigest);
    client.delete(REPOSITORY + "/manifests/" + plainDigest);
    assertThat(client.get(path).json().objects("manifests")).hasSize(2);
    assertEmptyIndex(client.get(REPOSITORY + "/referrers/" + Client.digest("sha256", layer)));
    assertThat(client.get(REPOSITORY + "/referrers/nothing").status()).isEqualTo(400);
  }

  private static void assertEmptyIndex(Client.Answer answer) throws IOException {
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).contains(Manifests.INDEX);
    assertThat(answer.json().number("schemaVersion")).isEqualTo(2);
    assertThat(answer.json().text("mediaType")).isEqualTo(Manifests.INDEX);
    assertThat(answer.json().objects("manifests")).isEmpty();
  }

  @Test
  void many_large_referrers_come_in_pages() throws Exception {
    String refers = ",\"subject\":" + descriptor(Manifests.IMAGE, "sha256", layer);
    var pushed = new ArrayList<String>();
    for (int i : IntStream.range(0, 5).toArray()) {
      byte[] manifest =
          image(refers + ",\"annotations\":{\"n\":\"" + i + "A".repeat(1 << 20) + "\"}");
      put(Client.digest("sha256", manifest), Manifests.IMAGE, manifest);
      pushed.add(Client.digest("sha256", manifest));
    }
    var seen = new ArrayList<String>();
    String next = REPOSITORY + "/referrers/" + Client.digest("sha256", layer);
    while (!next.isEmpty()) {
      var page = client.get(next);
      assertThat(page.body().length).isLessThan(4 << 20);
      for (JsonObject member : page.json().objects("manifests")) {
        seen.add(member.text("digest"));
      }
      next = page.header("Link").map(l -> l.replaceFirst("<(.*)>;.*", "$1")).orElse("");
    }
    assertThat(seen).containsExactlyInAnyOrderElementsOf(pushed);
    try (var own = new RegistryClient(RegistryOptions.defaults())) {
      var name =
          Reference.parse("127.0.0.1:" + registry.server.address().getPort() + "/team/one:v1");
      assertThat(own.referrers(name, Digest.of(layer)))
          .extracting(referrer -> referrer.digest().toString())
          .containsExactlyElementsOf(seen);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"PUT", "POST", "PATCH"})
  void methods_that_an_endpoint_has_not_are_refused(String method) throws Exception {
    var refused = client.send(method, REPOSITORY + "/tags/list", new byte[0]);
    assertThat(refused.status()).isEqualTo(405);
    assertThat(refused.code()).isEqualTo("UNSUPPORTED");
    assertThat(client.get("/v2/team/one/unknown").status()).isEqualTo(404);
    assertThat(client.get("/v2/Upper/tags/list").code()).isEqualTo("NAME_INVALID");
  }

  @Test
  void every_blob_that_is_missing_is_told() throws Exception {
    byte[] one = "one".getBytes(UTF_8);
    byte[] two = "two".getBytes(UTF_8);
    byte[] manifest =
        Manifests.image(
            descriptor(Manifests.CONFIG, "sha256", one),
            List.of(
                descriptor(Manifests.LAYER, "sha256", layer),
                descriptor(Manifests.LAYER, "sha256", two)),
            "");
    var refused = put("v1", Manifests.IMAGE, manifest);
    assertThat(refused.status()).isEqualTo(400);
    List<JsonObject> errors = refused.json().objects("errors");
    assertThat(errors)
        .allSatisfy(e -> assertThat(e.text("code")).isEqualTo("MANIFEST_BLOB_UNKNOWN"));
    assertThat(errors)
        .extracting(ConformanceManifestsTest::digestOf)
        .containsExactly(Client.digest("sha256", one), Client.digest("sha256", two));
  }

  private static String digestOf(JsonObject error) {
    try {
      return error.optionalObject("detail").orElseThrow().text("digest");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void errors_say_what_they_are_about() throws Exception {
    String absent = Client.digest("sha256", "absent".getBytes(UTF_8));
    assertThat(client.get(REPOSITORY + "/blobs/" + absent).text())
        .contains("\"detail\":{\"digest\":\"" + absent + "\"}");
    assertThat(client.get(REPOSITORY + "/manifests/" + absent).text())
        .contains("\"detail\":{\"name\":\"team/one\",\"digest\":\"" + absent + "\"}");
    assertThat(client.get(REPOSITORY + "/manifests/v9").text())
        .contains("\"detail\":{\"name\":\"team/one\",\"tag\":\"v9\"}");
    assertThat(client.get("/v2/no/where/tags/list").text())
        .contains("\"detail\":{\"name\":\"no/where\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {",", "[", "{", "\\\\", "\\\"["})
  void text_may_be_long_whatever_is_in_it(String part) throws Exception {
    byte[] manifest = image(",\"annotations\":{\"a\":\"" + part.repeat(300_000) + "\"}");
    assertThat(put("v1", Manifests.IMAGE, manifest).status()).isEqualTo(201);
    assertServed("v1", Manifests.IMAGE, manifest);
  }

  @ParameterizedTest
  @ValueSource(ints = {600, 150_000})
  void a_document_of_endless_depth_is_refused(int depth) throws Exception {
    byte[] manifest = image(",\"a\":" + "[".repeat(depth) + "]".repeat(depth));
    assertThat(put("v1", Manifests.IMAGE, manifest).code()).isEqualTo("MANIFEST_INVALID");
  }

  @Test
  void parameters_of_the_type_are_ignored() throws Exception {
    assertThat(put("v1", Manifests.IMAGE + "; charset=utf-8", image("")).status()).isEqualTo(201);
    assertServed("v1", Manifests.IMAGE, image(""));
  }

  @Test
  void any_number_of_tags_may_be_asked_for() throws Exception {
    put("v1", Manifests.IMAGE, image(""));
    var all = client.get(REPOSITORY + "/tags/list?n=99999999999999999999");
    assertThat(all.json().texts("tags")).containsExactly("v1");
    assertThat(client.get(REPOSITORY + "/tags/list?n=-1").code())
        .isEqualTo("PAGINATION_NUMBER_INVALID");
  }

  @Test
  void a_refused_method_names_those_that_are_possible() throws Exception {
    String digest = Client.digest("sha256", layer);
    assertThat(allowed("PUT", REPOSITORY + "/tags/list")).contains("GET, HEAD");
    assertThat(allowed("POST", REPOSITORY + "/blobs/" + digest)).contains("GET, HEAD, DELETE");
    assertThat(allowed("PATCH", REPOSITORY + "/manifests/v1")).contains("GET, HEAD, PUT, DELETE");
    assertThat(allowed("GET", REPOSITORY + "/blobs/uploads/")).contains("POST");
  }

  private Optional<String> allowed(String method, String path) throws Exception {
    var refused = client.send(method, path, new byte[0]);
    assertThat(refused.status()).isEqualTo(405);
    return refused.header("Allow");
  }

  @Test
  void a_tag_is_replaced_only_under_the_condition_that_the_client_gives() throws Exception {
    byte[] next = image(",\"annotations\":{\"n\":\"2\"}");
    String first = "\"" + Client.digest("sha256", image("")) + "\"";
    assertThat(putIf("If-Match", first, image("")).status()).isEqualTo(412);
    assertThat(putIf("If-None-Match", "*", image("")).status()).isEqualTo(201);
    assertThat(putIf("If-None-Match", "*", next).status()).isEqualTo(412);
    assertThat(putIf("If-Match", "\"other\"", next).status()).isEqualTo(412);
    assertServed("v1", Manifests.IMAGE, image(""));
    assertThat(putIf("If-Match", first, next).status()).isEqualTo(201);
    assertServed("v1", Manifests.IMAGE, next);
    assertThat(putIf("If-Match", first, image("")).status()).isEqualTo(412);
    assertThat(putIf("If-Match", "*", image("")).status()).isEqualTo(201);
    assertThat(client.get(REPOSITORY + "/manifests/v1", "If-Match", "\"other\"").status())
        .isEqualTo(412);
  }

  private Client.Answer putIf(String condition, String tag, byte[] manifest) throws Exception {
    return client.send(
        "PUT",
        REPOSITORY + "/manifests/v1",
        manifest,
        "Content-Type",
        Manifests.IMAGE,
        condition,
        tag);
  }

  /** Whoever wins: no tag is listed that stands for nothing. */
  @Test
  void a_manifest_deleted_while_it_is_tagged_leaves_no_tag_behind() throws Exception {
    String path = REPOSITORY + "/manifests/" + Client.digest("sha256", image(""));
    for (int i = 0; i < 60; i++) {
      put("first", Manifests.IMAGE, image(""));
      Thread deletion = Thread.ofVirtual().start(() -> delete(path));
      put("second", Manifests.IMAGE, image(""));
      deletion.join();
      for (String tag : client.get(REPOSITORY + "/tags/list").json().texts("tags")) {
        assertThat(client.head(REPOSITORY + "/manifests/" + tag).status()).isEqualTo(200);
      }
    }
  }

  private void delete(String path) {
    try {
      client.delete(path);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
