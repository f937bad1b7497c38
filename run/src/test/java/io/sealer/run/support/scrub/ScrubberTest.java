package io.sealer.run.support.scrub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ScrubberTest {
  private static Scrubber scrubber() {
    return new Scrubber(KnownSecrets.of(List.of("hunter2", "hunter")));
  }

  private static String clean(String line) {
    return scrubber().clean(line);
  }

  private static String text(String text) {
    var scrubber = scrubber();
    return String.join("\n", Arrays.stream(text.split("\n", -1)).map(scrubber::clean).toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
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
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"name":"DB_PASSWORD","value":"s3 cr"}       | {"name":"DB_PASSWORD","value":[removed]}
          {name: db-password, value: s3 cr}            | {name: db-password, value: [removed]}
          &EnvVar{Name:DB_PASS,Value:a,b,ValueFrom:x,} | &EnvVar{Name:DB_PASS,Value:[removed],ValueFrom:x,}
          DB_PASS=s3cr3t                               | DB_PASS=[removed]
          PGPASS=s3cr3t                                | PGPASS=[removed]
          MYSQL_PWD=s3cr3t                             | MYSQL_PWD=[removed]
          userPass: s3cr3t                             | userPass: [removed]
          {"auths":{"r":{"auth":"bWU6cHc="}}}          | {"auths":{"r":{"auth":[removed]}}}
          auth = "bWU6cHc="                            | auth = [removed]
          password: two words                          | password: [removed]
          - "PASSWORD=two words"                       | - "PASSWORD=[removed]"
          Environment="DB_PASSWORD=two words" "A=b"    | Environment="DB_PASSWORD=[removed]" "A=b"
          PASSWORD="two words"more next                | PASSWORD=[removed] next
          password=x;y z                               | password=[removed] z
          password='it''s' z                           | password=[removed] z
          {"password":"a\\"b c","user":"x"}             | {"password":[removed],"user":"x"}
          "{\\"password\\":\\"a\\\\\\"b c\\",\\"u\\":1}"      | "{\\"password\\":[removed],\\"u\\":1}"
          {"passwords":["a b","c"],"x":1}              | {"passwords":[removed],"x":1}
          AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE       | AWS_ACCESS_KEY_ID=[removed]
          APP_KEY=base64:abc                           | APP_KEY=[removed]
          User[password=two words, age=3]              | User[password=[removed], age=3]
          spring.db.password=two words                 | spring.db.password=[removed]
          PASSWORD_2=s3cr3t                            | PASSWORD_2=[removed]
          .dockerconfigjson: eyJhdXRocyI6              | .dockerconfigjson: [removed]
          "--token","s3cr3t","--x"                     | "--token",[removed],"--x"
          login failed, password: two words            | login failed, password: [removed]
          msg="password: two words" err="x"            | msg="password: [removed]" err="x"
          tls.key: LS0tLS1CRUdJTiBSU0E=                | tls.key: [removed]
          k: LS0tLS1CRUdJTiBSU0EgUFJJVkFURSBLRVk       | k: [removed]
          root:$6$abc$0123456789:19000                 | root:[removed]:19000
          """)
  void secrets_are_recognized_in_many_ways_of_writing(String line, String clean) {
    assertThat(clean(line)).isEqualTo(clean);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "secretName: registry-login",
        "--tls-private-key-file=/etc/kubernetes/pki/apiserver.key",
        "--kubelet-client-key=/etc/kubernetes/pki/apiserver-kubelet-client.key",
        "MountVolume.SetUp failed for volume kube-proxy-token-q6bv5",
        "2026-11-27T10:00:00 node m1 is Ready, kubelet v1.20.2",
        "image sealer.io/kube/pause:3.2@sha256:0123456789abcdef",
        "image: sealer.io/demo/k8s-secret:1.0",
        "failed to list *v1.Secret: Unauthorized",
        "    Type:        Secret (a volume populated by a Secret)",
        "    SecretName:  default-token-q6bv5",
        "  default-token-q6bv5:",
        "Error: couldn't find key PASSWORD in Secret default/db",
        "      DB_PASSWORD:  <set to the key 'password' in secret 'db'>  Optional: false",
        "automountServiceAccountToken: false",
        "- --requestheader-client-ca-file=/etc/kubernetes/pki/front-proxy-ca.crt",
        "PWD=/root",
        "bypass: kernel",
        "client-certificate-data: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t",
        "the server uses basic authentication",
        "http://10.0.0.1:5050/v2/a@sha256:0123",
        "- {name: DB_PASSWORD, valueFrom: {secretKeyRef: {name: db, key: password}}}"
      })
  void what_is_no_secret_stays(String line) {
    assertThat(clean(line)).isEqualTo(line);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          failed to fetch anonymous token: unexpected status: 401 | failed to fetch anonymous token: [removed] status: 401
          "login with token=abc failed at m1" err="x"             | "login with token=[removed] failed at m1" err="x"
          """)
  void of_a_sentence_only_the_next_word_goes(String line, String clean) {
    assertThat(clean(line)).isEqualTo(clean);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          requirepass s3cr3t                        | requirepass [removed]
          `    masterauth "two words"  `            | `    masterauth [removed]  `
          {"redis.conf":"port 1\\nrequirepass x\\n"} | {"redis.conf":"port 1\\nrequirepass [removed]\\n"}
          {"redis.conf":"masterauth x","a":"b c"}   | {"redis.conf":"masterauth [removed]","a":"b c"}
          redis.conf: "masterauth 'x y'"            | redis.conf: "masterauth [removed]"
          auth_pass 1234                            | auth_pass [removed]
          masterauth: x                             | masterauth: [removed]
          2026-11-28T10:00:00.1Z stdout F masterauth x | 2026-11-28T10:00:00.1Z stdout F masterauth [removed]
          """)
  void a_word_that_speaks_of_a_secret_is_told_from_the_one_after_it(String line, String clean) {
    assertThat(clean(line)).isEqualTo(clean);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password is wrong",
        "Secret (a volume populated by a Secret)",
        "auth failed for a",
        "maxmemory 2mb",
        "{\"msg\":\"token expired\",\"level\":\"info\"}",
        "authentication failed",
        "bypass enabled",
        "requirepass \"\"",
        "tls-key /etc/redis/tls.key"
      })
  void of_other_lines_that_begin_so_all_stays(String line) {
    assertThat(clean(line)).isEqualTo(line);
  }

  @Test
  void a_token_of_a_service_account_is_taken_out() {
    assertThat(clean("got eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJrdWJlIn0.c2lnbmF0dXJl from x"))
        .isEqualTo("got [removed] from x");
  }

  @Test
  void a_private_key_is_taken_out_to_its_end() {
    assertThat(
            text(
                """
                before
                -----BEGIN EC PRIVATE KEY-----
                MHcCAQEEIB
                -----END EC PRIVATE KEY-----
                {"key":"-----BEGIN RSA PRIVATE KEY-----\\nMIIE\\n-----END RSA PRIVATE KEY-----\\n"}
                after"""))
        .isEqualTo(
            """
            before
            [removed]
            [removed]
            [removed]
            {"key":"[removed]\\n"}
            after""");
  }

  @Test
  void a_log_that_only_speaks_of_a_private_key_is_not_lost() {
    String text = text("no -----BEGIN PRIVATE KEY----- found\n" + "x\n".repeat(300) + "the end");
    assertThat(text).endsWith("\nx\nthe end");
  }

  @Test
  void a_value_is_taken_out_that_stands_on_another_line_than_its_name() {
    assertThat(
            text(
                """
                    env:
                    - name: DB_PASSWORD
                      # from the vault
                      value: two words
                    - name: ZONE
                      value: west
                    - name: DB_TOKEN
                      valueFrom:
                        secretKeyRef: {name: db, key: token}
                    - name: HOME
                      value: /root
                """))
        .isEqualTo(
            """
                env:
                - name: DB_PASSWORD
                  # from the vault
                  value: [removed]
                - name: ZONE
                  value: west
                - name: DB_TOKEN
                  valueFrom:
                    secretKeyRef: {name: db, key: token}
                - name: HOME
                  value: /root
            """);
    assertThat(text("{\n  \"name\": \"DB_PASSWORD\",\n  \"value\": \"s3cr3t\"\n}"))
        .isEqualTo("{\n  \"name\": \"DB_PASSWORD\",\n  \"value\": [removed]\n}");
  }

  @Test
  void a_value_is_taken_out_with_all_its_lines() {
    assertThat(
            text(
                """
                data:
                  password: |
                    first

                    second: x
                  folded-token: >-
                    third
                  user: me
                  - password: "fourth
                      fifth"
                    user: you
                  secret:
                    sixth
                  tokens:
                  - seventh
                  name: x
                """))
        .isEqualTo(
            """
            data:
              password: [removed]
                [removed]

                [removed]
              folded-token: [removed]
                [removed]
              user: me
              - password: [removed]
                  [removed]
                user: you
              secret:
                [removed]
              tokens:
              [removed]
              name: x
            """);
  }

  @Test
  void what_logs_write_before_each_line_does_not_hide_that_lines_belong_together() {
    String prefix = "2026-11-28T10:00:00.123456789Z stdout F ";
    assertThat(text(prefix + "password: |\n" + prefix + "  a\n" + prefix + "b: c"))
        .isEqualTo(prefix + "password: [removed]\n" + prefix + "  [removed]\n" + prefix + "b: c");
    prefix = "2026-11-28T10:00:00+0000 m1 kubelet[12]: ";
    assertThat(text(prefix + "- name: DB_TOKEN\n" + prefix + "  value: a"))
        .isEqualTo(prefix + "- name: DB_TOKEN\n" + prefix + "  value: [removed]");
  }

  @Test
  void what_only_refers_to_secrets_stays_over_several_lines() {
    String volumes =
        """
        authorization:
          mode: Webhook
        volumes:
        - name: default-token
          secret:
            defaultMode: 420
            secretName: default-token-q6bv5
        imagePullSecrets:
        - name: registry-login
        """;
    assertThat(text(volumes)).isEqualTo(volumes);
  }
}
