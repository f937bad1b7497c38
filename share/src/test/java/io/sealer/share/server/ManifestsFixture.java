package io.sealer.share.server;

import static io.sealer.share.server.Manifests.descriptor;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A registry whose repository has a configuration and a layer. */
abstract class ManifestsFixture {
  static final String REPOSITORY = "/v2/team/one";

  @TempDir Path directory;
  TestRegistry registry;
  Client client;
  final byte[] config = "{\"os\":\"linux\"}".getBytes(UTF_8);
  final byte[] layer = "a layer".getBytes(UTF_8);

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

  /** An image of both; {@code more} are further fields, each with a comma before it. */
  byte[] image(String more) {
    return Manifests.image(
        descriptor(Manifests.CONFIG, "sha256", config),
        List.of(descriptor(Manifests.LAYER, "sha256", layer)),
        more);
  }

  Client.Answer put(String reference, String type, byte[] manifest) throws Exception {
    return client.send(
        "PUT", REPOSITORY + "/manifests/" + reference, manifest, "Content-Type", type);
  }

  void assertServed(String reference, String type, byte[] manifest) throws Exception {
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
}
