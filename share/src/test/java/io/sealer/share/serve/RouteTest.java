package io.sealer.share.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealer.oci.Digest;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteTest {
  private static final Digest DIGEST = Digest.of(new byte[0]);

  @Test
  void paths_say_what_is_wanted() throws Exception {
    assertThat(Route.parse("/v2/", Optional.empty())).isEqualTo(new Route.Ping());
    assertThat(Route.parse("/v2/library/nginx/manifests/1.25", Optional.of("a=b&ns=docker.io")))
        .isEqualTo(
            new Route.TaggedManifest(
                new Repository(Optional.of("docker.io"), "library/nginx"), "1.25"));
    assertThat(Route.parse("/v2/a/manifests/" + DIGEST, Optional.of("ns=localhost%3A5000")))
        .isEqualTo(
            new Route.PinnedManifest(
                new Repository(Optional.of("localhost:5000"), "a"), DIGEST, List.of()));
    assertThat(Route.parse("/v2/a/manifests/blobs/blobs/" + DIGEST, Optional.empty()))
        .isEqualTo(new Route.Blob(new Repository(Optional.empty(), "a/manifests/blobs"), DIGEST));
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/,,UNSUPPORTED",
    "/v2/_catalogue,,UNSUPPORTED",
    "/v2/manifests/x,,UNSUPPORTED",
    "/v2/UPPER/manifests/x,,NAME_INVALID",
    "/v2/a/../b/manifests/x,,NAME_INVALID",
    "/v2/a/manifests/x,ns=a%zz,NAME_INVALID",
    "/v2/a/manifests/x,ns=a/b,NAME_INVALID",
    "/v2/a/manifests/-x,,MANIFEST_INVALID",
    "/v2/a/manifests/sha256:12,,DIGEST_INVALID",
    "/v2/a/blobs/x,,DIGEST_INVALID",
  })
  void what_cannot_be_meant_is_refused(String path, String query, ErrorCode code) {
    assertThatThrownBy(() -> Route.parse(path, Optional.ofNullable(query)))
        .isInstanceOfSatisfying(
            DistributionException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
