package io.sealer.run.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealer.host.Secret;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RecordSealTest {
  private static final ClusterRecord RECORD =
      new ClusterRecord(
          "site", new Revision(7, "0a"), Map.of("Clusterfile", Secret.of("env: [A=topsecret]")));

  private static RecordSeal seal(String key) throws GeneralSecurityException {
    return new RecordSeal(Secret.of(key));
  }

  @Test
  void who_has_the_key_reads_everything_and_others_only_the_revision() throws Exception {
    String sealed = seal("the key").seal(RECORD);

    assertThat(seal("the key").open(sealed)).isEqualTo(RECORD);
    assertThat(RecordSeal.revision(sealed)).isEqualTo(RECORD.revision());
    assertThat(sealed)
        .doesNotContain("topsecret")
        .doesNotContain(
            Base64.getEncoder()
                .encodeToString("topsecret".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    assertThatThrownBy(() -> seal("another key").open(sealed))
        .isInstanceOf(GeneralSecurityException.class);
  }

  @Test
  void two_records_of_the_same_have_nothing_in_common_that_is_sealed() throws Exception {
    assertThat(seal("k").seal(RECORD)).isNotEqualTo(seal("k").seal(RECORD));
  }

  @Test
  void what_stays_readable_cannot_be_changed() throws Exception {
    String sealed = seal("k").seal(RECORD);
    for (String other :
        new String[] {sealed.replace("7-0a", "9-0a"), sealed.replace("\"site\"", "\"other\"")}) {
      assertThat(other).isNotEqualTo(sealed);
      assertThatThrownBy(() -> seal("k").open(other)).isInstanceOf(GeneralSecurityException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no JSON",
        "{}",
        "{\"format\":2}",
        "{\"format\":1,\"cluster\":\"a\",\"revision\":\"1-0\",\"nonce\":\"%\",\"sealed\":\"\"}",
        "{\"format\":1,\"cluster\":\"a\",\"revision\":\"1-0\",\"nonce\":\"\",\"sealed\":\"AAAA\"}"
      })
  void what_is_no_record_is_refused(String text) throws Exception {
    RecordSeal seal = seal("k");
    assertThatThrownBy(() -> seal.open(text)).isInstanceOf(GeneralSecurityException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "../../etc", "/etc", "a/b", "Upper"})
  void a_name_that_leads_out_of_the_clusters_directory_is_no_name(String name) {
    assertThatThrownBy(() -> new ClusterRecord(name, new Revision(1, "0"), Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
