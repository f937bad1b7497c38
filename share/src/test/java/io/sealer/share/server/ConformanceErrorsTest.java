package io.sealer.share.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the specification asks of errors: of what is not there, and of methods that are not
 * possible.
 */
class ConformanceErrorsTest extends ManifestsFixture {
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
  @ValueSource(strings = {"PUT", "POST", "PATCH"})
  void methods_that_an_endpoint_has_not_are_refused(String method) throws Exception {
    var refused = client.send(method, REPOSITORY + "/tags/list", new byte[0]);
    assertThat(refused.status()).isEqualTo(405);
    assertThat(refused.code()).isEqualTo("UNSUPPORTED");
    assertThat(client.get("/v2/team/one/unknown").status()).isEqualTo(404);
    assertThat(client.get("/v2/Upper/tags/list").code()).isEqualTo("NAME_INVALID");
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
}
