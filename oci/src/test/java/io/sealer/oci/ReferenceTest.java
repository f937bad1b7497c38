package io.sealer.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceTest {
  private static final Digest D = Digest.of(new byte[0]);

  @ParameterizedTest
  @CsvSource({
    "nginx, docker.io/library/nginx:latest, nginx:latest",
    "nginx:1.25, docker.io/library/nginx:1.25, nginx:1.25",
    "a/b, docker.io/a/b:latest, a/b:latest",
    "index.docker.io/nginx, docker.io/library/nginx:latest, nginx:latest",
    "docker.io/nginx, docker.io/library/nginx:latest, nginx:latest",
    "quay.io/a/b:1, quay.io/a/b:1, quay.io/a/b:1",
    "localhost/x, localhost/x:latest, localhost/x:latest",
    "localhost:5000/x, localhost:5000/x:latest, localhost:5000/x:latest",
    "host:5000/x:v1, host:5000/x:v1, host:5000/x:v1",
    "[::1]:5000/x:v1, '[::1]:5000/x:v1', '[::1]:5000/x:v1'",
    "[fd00::2]/a/x, '[fd00::2]/a/x:latest', '[fd00::2]/a/x:latest'",
    "10.0.0.1:5000/a/b/c/d:v, 10.0.0.1:5000/a/b/c/d:v, 10.0.0.1:5000/a/b/c/d:v",
    "k8s.gcr.io/kube-proxy:v1.20.2, k8s.gcr.io/kube-proxy:v1.20.2, k8s.gcr.io/kube-proxy:v1.20.2",
    "a__b/c--d/e.f:V_1.-, docker.io/a__b/c--d/e.f:V_1.-, a__b/c--d/e.f:V_1.-",
  })
  void names_are_completed_as_docker_does(String text, String full, String familiar) {
    Reference name = Reference.parse(text);
    assertThat(name).hasToString(full);
    assertThat(name.familiar()).isEqualTo(familiar);
    assertThat(Reference.parse(name.familiar())).isEqualTo(name);
  }

  @Test
  void a_tag_and_a_digest_are_both_kept_and_the_digest_is_asked_for() {
    Reference name = Reference.parse("host:5000/a:v1@" + D);
    assertThat(name.tag()).contains("v1");
    assertThat(name.selector()).isEqualTo(D.toString());
    assertThat(name).hasToString("host:5000/a:v1@" + D);
    assertThat(Reference.parse("a@" + D).tag()).isEmpty();
    assertThat(Reference.parse("a:v1").pinnedTo(D)).hasToString("docker.io/library/a:v1@" + D);
    assertThat(name.withTag("v2")).hasToString("host:5000/a:v2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "/",
        ":",
        "@",
        "a:",
        "a@",
        "a@sha256:12",
        "a@md5:d41d8cd98f00b204e9800998ecf8427e",
        "a//b",
        "a/",
        "/a",
        "-a",
        "a_",
        "a___b",
        "a..b",
        "a b",
        "a:b:c",
        "a:-b",
        "quay.io/",
        "quay.io:port/x",
        "host:123456/x",
        "Nginx",
        "quay.io/Team/App:v1",
        "образ",
        "图像:最新",
        "a:métier",
        "quay.io/ａ",
        "a:١",
        "ex\u0430mple.com/a",
        "[::1/x",
        "[dead:beef]x/y",
        "a\n",
        "a:b\n",
        "https://quay.io/a",
      })
  void bad_names_are_refused_with_the_name_in_the_message(String text) {
    assertThatThrownBy(() -> Reference.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "'");
  }

  @Test
  void the_reason_is_said() {
    assertThatThrownBy(() -> Reference.parse("quay.io/Team/App:v1"))
        .hasMessage("image name 'quay.io/Team/App:v1' is invalid: 'Team' has upper-case letters");
    assertThatThrownBy(() -> Reference.parse("a//b"))
        .hasMessageContaining("part of the path is empty");
    assertThatThrownBy(() -> Reference.parse("a:" + "t".repeat(129)))
        .hasMessageContaining("is not a valid tag");
    assertThatThrownBy(() -> Reference.parse("a/".repeat(128) + "a"))
        .hasMessageContaining("longer than 255");
  }

  @Test
  void a_long_hostile_name_is_judged_quickly() {
    String name = "a".repeat(200) + "-".repeat(50) + "!";
    long start = System.nanoTime();
    assertThatThrownBy(() -> Reference.parse(name)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Reference.parse("a-".repeat(5000) + ".x/y!"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(System.nanoTime() - start).isLessThan(2_000_000_000L);
  }
}
