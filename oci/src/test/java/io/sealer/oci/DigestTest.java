package io.sealer.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigestTest {
  private static final String EMPTY =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

  @Test
  void the_digest_of_nothing_is_the_known_one() {
    assertThat(Digest.of(new byte[0])).hasToString("sha256:" + EMPTY);
    assertThat(Digest.parse("sha256:" + EMPTY)).isEqualTo(Digest.of(new byte[0]));
    assertThat(Digest.of(new byte[0]).abbreviated()).isEqualTo("e3b0c44298fc");
  }

  @Test
  void sha512_is_understood_where_it_is_asked_for() {
    String hex = "0123456789abcdef".repeat(8);
    assertThat(Digest.parseAny("sha512:" + hex)).hasToString("sha512:" + hex);
    assertThat(Digest.parseAny("sha512:" + hex).newHash().getAlgorithm()).isEqualTo("SHA-512");
    assertThat(Digest.parseAny("sha256:" + EMPTY)).isEqualTo(Digest.of(new byte[0]));
    for (String wrong : new String[] {"sha512:" + hex, "sha256:" + hex}) {
      assertThatThrownBy(() -> Digest.parse(wrong)).isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> Digest.parseAny("sha512:" + EMPTY))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        EMPTY,
        "sha256:",
        "sha256:../../etc/passwd",
        "sha256:E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855",
        "sha256:" + EMPTY + "\n",
        "sha256:" + EMPTY + "0",
        "SHA256:" + EMPTY,
        "sha512:" + EMPTY
      })
  void anything_else_is_refused(String text) {
    assertThatThrownBy(() -> Digest.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
