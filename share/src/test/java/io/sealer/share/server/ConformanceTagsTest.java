package io.sealer.share.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.oci.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the specification asks of tags, and of the lists of tags and repositories. */
class ConformanceTagsTest extends ManifestsFixture {
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
  void any_number_of_tags_may_be_asked_for() throws Exception {
    put("v1", Manifests.IMAGE, image(""));
    var all = client.get(REPOSITORY + "/tags/list?n=99999999999999999999");
    assertThat(all.json().texts("tags")).containsExactly("v1");
    assertThat(client.get(REPOSITORY + "/tags/list?n=-1").code())
        .isEqualTo("PAGINATION_NUMBER_INVALID");
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
