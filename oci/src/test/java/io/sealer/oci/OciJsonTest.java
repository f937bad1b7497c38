package io.sealer.oci;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OciJsonTest {
  private static final Digest A = Digest.of(new byte[] {1});
  private static final Digest B = Digest.of(new byte[] {2});

  @Test
  void a_manifest_is_written_in_the_order_of_the_specification_and_read_back() throws Exception {
    var layer = Descriptor.of(MediaTypes.LAYER_ZSTD, B, 7).withAnnotation("b", "1");
    var manifest =
        new Manifest(
            MediaTypes.MANIFEST,
            Optional.of("application/x"),
            Descriptor.of(MediaTypes.CONFIG, A, 3),
            List.of(layer),
            Optional.of(Descriptor.of(MediaTypes.INDEX, B, 9)),
            Map.of("k", "v\"é"));
    byte[] json = OciJson.write(manifest);
    assertThat(new String(json, UTF_8))
        .isEqualTo(
            ("{'schemaVersion':2,'mediaType':'application/vnd.oci.image.manifest.v1+json',"
                    + "'artifactType':'application/x',"
                    + "'config':{'mediaType':'application/vnd.oci.image.config.v1+json','digest':'"
                    + A
                    + "','size':3},'layers':[{'mediaType':"
                    + "'application/vnd.oci.image.layer.v1.tar+zstd','digest':'"
                    + B
                    + "','size':7,'annotations':{'b':'1'}}],'subject':{'mediaType':"
                    + "'application/vnd.oci.image.index.v1+json','digest':'"
                    + B
                    + "','size':9},'annotations':{'k':'v\\\"é'}}")
                .replace('\'', '"'));
    assertThat(OciJson.readManifest(json)).isEqualTo(manifest);
  }

  @Test
  void an_index_keeps_the_order_of_members_and_annotations() throws Exception {
    var arm = new Platform("linux", "arm", Optional.of("v7"));
    var index =
        Index.of(
            List.of(
                Descriptor.of(MediaTypes.MANIFEST, B, 1).withPlatform(arm),
                Descriptor.of(MediaTypes.MANIFEST, A, 2)
                    .withArtifactType(MediaTypes.LOCK)
                    .withAnnotation("z", "1")
                    .withAnnotation("a", "2")),
            Map.of());
    Index read = OciJson.readIndex(OciJson.write(index));
    assertThat(read).isEqualTo(index);
    assertThat(read.manifests().get(1).annotations().keySet()).containsExactly("z", "a");
    assertThat(OciJson.write(read)).isEqualTo(OciJson.write(index));
  }

  @Test
  void a_configuration_is_read_back() throws Exception {
    var when = Instant.parse("2026-11-01T10:00:00.5Z");
    var config =
        new ImageConfig(
            Optional.of(when),
            Platform.LINUX_AMD64,
            List.of("A=1"),
            List.of("sh"),
            Map.of("l", "v"),
            List.of(A, B),
            List.of(
                new ImageConfig.History(Optional.of(when), "COPY", false),
                new ImageConfig.History(Optional.empty(), "LABEL", true)));
    assertThat(OciJson.readConfig(OciJson.write(config))).isEqualTo(config);
  }

  @Test
  void docker_content_with_fields_that_nobody_knows_and_nulls_is_read() throws Exception {
    String json =
        """
        {"schemaVersion":2,"mediaType":"%s","config":{"mediaType":"%s","size":3,"digest":"%s",
         "urls":[]},"layers":[{"mediaType":"%s","size":4,"digest":"%s"}],"annotations":null,"x":{"y":[1.5]}}
        """
            .formatted(
                MediaTypes.DOCKER_MANIFEST,
                MediaTypes.DOCKER_CONFIG,
                A,
                MediaTypes.DOCKER_LAYER_GZIP,
                B);
    Manifest manifest = OciJson.readManifest(json.getBytes(UTF_8));
    assertThat(manifest.mediaType()).isEqualTo(MediaTypes.DOCKER_MANIFEST);
    assertThat(manifest.layers()).hasSize(1);
    assertThat(manifest.annotations()).isEmpty();

    String config =
        """
        {"architecture":"arm64","os":"linux","variant":"v8","config":null,"history":null,
         "created":"2020-01-02T03:04:05.123456789+02:00","rootfs":{"type":"layers","diff_ids":null}}
        """;
    ImageConfig read = OciJson.readConfig(config.getBytes(UTF_8));
    assertThat(read.platform()).isEqualTo(Platform.LINUX_ARM64);
    assertThat(read.created()).contains(Instant.parse("2020-01-02T01:04:05.123456789Z"));
  }

  @Test
  void what_is_wrong_is_said_with_its_place() {
    assertProblem("{\"schemaVersion\":2,", "manifest, line 1, column", "no valid JSON");
    assertProblem("", "missing");
    assertProblem("[]", "manifest: must be an object, but is a list");
    assertProblem("{} {}", "more than one JSON document");
    assertProblem("{\"layers\":[]}", "manifest.config: must be an object, but is missing");
    assertProblem(with("\"size\":\"3\""), "manifest.config.size: must be a whole number");
    assertProblem(with("\"size\":-1"), "manifest.config.size: is negative: -1");
    assertProblem(with("\"size\":1e400"), "manifest.config.size: must be a whole number");
    assertProblem(with("\"size\":1,\"size\":2"), "uplicate");
    assertProblem(
        "{\"config\":{\"mediaType\":\"x\",\"digest\":\"sha512:00\",\"size\":1}}",
        "manifest.config.digest: digest must start with 'sha256:'");
    assertProblem("[".repeat(100_000), "no valid JSON");
  }

  private static String with(String field) {
    return "{\"config\":{\"mediaType\":\"x\",\"digest\":\""
        + A
        + "\","
        + field
        + "},\"layers\":[]}";
  }

  private static void assertProblem(String json, String... messages) {
    assertThatThrownBy(() -> OciJson.readManifest(json.getBytes(UTF_8)))
        .isInstanceOf(OciException.class)
        .message()
        .contains(messages);
  }

  @Test
  void content_that_could_be_read_as_manifest_and_as_index_is_refused() {
    byte[] both = ("{\"manifests\":[]," + with("\"size\":1").substring(1)).getBytes(UTF_8);
    assertThatThrownBy(() -> OciJson.readManifest(both)).hasMessageContaining("must not stand");
    assertThatThrownBy(() -> OciJson.readIndex(both)).hasMessageContaining("must not stand");
    byte[] index = OciJson.write(Index.of(List.of(), Map.of()));
    assertThatThrownBy(() -> OciJson.readManifest(index))
        .hasMessageContaining("no manifest's type");
  }

  @Test
  void more_than_four_mebibytes_are_refused_before_parsing() {
    assertThatThrownBy(() -> OciJson.readIndex(new byte[OciJson.LIMIT + 1]))
        .hasMessageContaining("more than the 4194304 allowed");
  }
}
