package io.sealer.share.server;

import static io.sealer.share.server.Manifests.descriptor;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.oci.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the specification asks of manifests. */
class ConformanceManifestsTest extends ManifestsFixture {
  private static final String EMPTY = "application/vnd.oci.empty.v1+json";

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
}
