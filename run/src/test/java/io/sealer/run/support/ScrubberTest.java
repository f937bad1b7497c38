package io.sealer.run.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ScrubberTest {
  private static String clean(String line) {
    return new Scrubber(List.of("hunter2", "hunter")).clean(line);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          the password is hunter2 as always            | the password is [removed] as always
          passwd: s3cr3t                               | passwd: [removed]
          {"password":"a b","user":"x"}                | {"password":[removed],"user":"x"}
          msg="{\\"password\\":\\"s3cr3t\\",\\"a\\":1}"     | msg="{\\"password\\":[removed],\\"a\\":1}"
          - "TOKEN=s3cr3t"                             | - "TOKEN=[removed]"
          "f: {name: a, password: s3cr3t}"             | "f: {name: a, password: [removed]}"
          DB_PASSWORD=s3cr3t next                      | DB_PASSWORD=[removed] next
          Authorization: Bearer abc.def                | Authorization: [removed]
          sent Basic dXNlcjpwYXNz to                   | sent Basic [removed] to
          HTTPS_PROXY=http://me:s3cr3t@proxy:3128/     | HTTPS_PROXY=http://[removed]@proxy:3128/
          kubeadm join --token abcdef.0123456789abcdef | kubeadm join --token [removed]
          saw abcdef.0123456789abcdef here             | saw [removed] here
          client-key-data: LS0tLS1CRUdJTg==            | client-key-data: [removed]
          certificateKey: 0123abcd                     | certificateKey: [removed]
          """)
  void secrets_are_taken_out_and_the_rest_stays(String line, String clean) {
    assertThat(clean(line)).isEqualTo(clean);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "secretName: registry-login",
        "--tls-private-key-file=/etc/kubernetes/pki/apiserver.key",
        "MountVolume.SetUp failed for volume kube-proxy-token-q6bv5",
        "2026-11-27T10:00:00 node m1 is Ready, kubelet v1.20.2",
        "image sealer.io/kube/pause:3.2@sha256:0123456789abcdef"
      })
  void what_is_no_secret_stays(String line) {
    assertThat(clean(line)).isEqualTo(line);
  }

  @Test
  void a_token_of_a_service_account_is_taken_out() {
    assertThat(clean("got eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJrdWJlIn0.c2lnbmF0dXJl from x"))
        .isEqualTo("got [removed] from x");
  }

  @Test
  void a_private_key_is_taken_out_to_its_end() {
    var scrubber = new Scrubber(List.of());
    var lines =
        List.of(
            "before",
            "-----BEGIN EC PRIVATE KEY-----",
            "MHcCAQEEIB",
            "-----END EC PRIVATE KEY-----",
            "after");
    assertThat(lines.stream().map(scrubber::clean))
        .containsExactly("before", "[removed]", "[removed]", "[removed]", "after");
  }
}
