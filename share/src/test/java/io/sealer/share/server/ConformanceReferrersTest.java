package io.sealer.share.server;

import static io.sealer.share.server.Manifests.descriptor;
import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.oci.Digest;
import io.sealer.oci.Reference;
import io.sealer.oci.json.JsonObject;
import io.sealer.oci.registry.RegistryClient;
import io.sealer.oci.registry.RegistryOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the specification asks of referrers. */
class ConformanceReferrersTest extends ManifestsFixture {
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
}
