package io.sealer.share.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealer.oci.OciException;
import io.sealer.oci.registry.Credential;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProxyConfigTest {
  @TempDir private Path directory;

  private ProxyConfig load(String yaml) throws IOException {
    return ProxyConfig.load(Files.writeString(directory.resolve("proxy.yaml"), yaml));
  }

  @Test
  void everything_can_be_said() throws IOException {
    Files.writeString(directory.resolve("secret"), "s3cret\n");
    Files.writeString(directory.resolve("ca.pem"), "");
    ProxyConfig config =
        load(
            """
            freshness: 30s
            search: [docker.io]
            upstreams:
              - name: docker.io
                url: https://mirror.example:8443/hub
                credentials: {user: robot, passwordFile: secret}
                ca: ca.pem
                freshness: 5m
              - name: r.local:5000
                prefix: lab
                plainHttp: true
            """);
    Upstream hub = config.upstreams().getFirst();
    assertThat(config.search()).containsExactly("docker.io");
    assertThat(hub.url()).contains(URI.create("https://mirror.example:8443/hub"));
    assertThat(hub.ca()).contains(directory.resolve("ca.pem"));
    assertThat(hub.freshness()).isEqualTo(Duration.ofMinutes(5));
    assertThat(hub.login().source("docker.io").find("mirror.example:8443"))
        .contains(new Credential.Basic("robot", "s3cret"));
    Upstream lab = config.upstreams().get(1);
    assertThat(lab.prefix()).contains("lab");
    assertThat(lab.isPlain()).isTrue();
    assertThat(lab.freshness()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void logins_are_read_from_dockers_file_by_the_names_of_images() throws IOException {
    Files.writeString(
        directory.resolve("config.json"), "{\"auths\":{\"quay.io\":{\"auth\":\"bWU6cHc=\"}}}");
    ProxyConfig config =
        load(
            """
            upstreams:
              - {name: quay.io, url: "http://127.0.0.1:1", credentials: {dockerConfig: config.json}}
            """);
    Login login = config.upstreams().getFirst().login();
    assertThat(login.source("quay.io").find("127.0.0.1:1"))
        .contains(new Credential.Basic("me", "pw"));
  }

  @Test
  void all_mistakes_are_told_with_their_places() {
    assertThatThrownBy(
            () ->
                load(
                    """
                    serch: [docker.io]
                    search: [gcr.io]
                    upstreams:
                      - name: docker.io
                        urll: x
                        credentials: {user: me, password: secret}
                      - url: ftp://x
                        freshness: 5 minutes
                        plainHttp: maybe
                    """))
        .isInstanceOf(OciException.class)
        .hasMessageContaining(":1:1: unknown field 'serch'")
        .hasMessageContaining(":2:10: no upstream is called 'gcr.io'")
        .hasMessageContaining(":5:5: unknown field 'urll'")
        .hasMessageContaining(":6:39: passwords do not stand here")
        .hasMessageContaining(":7:5: an upstream needs a name")
        .hasMessageContaining("'ftp://x' is not an address")
        .hasMessageContaining("'5 minutes' is not a duration")
        .hasMessageContaining("'maybe' is not true or false")
        .hasMessageNotContaining("secret");
  }

  @Test
  void what_is_not_yaml_or_empty_is_told() {
    assertThatThrownBy(() -> load("")).hasMessageContaining("is empty");
    assertThatThrownBy(() -> load("a: [")).hasMessageContaining("is not YAML");
    assertThatThrownBy(() -> load("- a")).hasMessageContaining("fields are expected");
    assertThatThrownBy(() -> load("upstreams: []")).hasMessageContaining("at least one");
    assertThatThrownBy(() -> load("upstreams: [{name: a.b}, {name: a.b}]"))
        .hasMessageContaining("another upstream is called 'a.b'");
    assertThatThrownBy(() -> ProxyConfig.load(directory.resolve("none")))
        .hasMessageContaining("does not exist");
  }

  @Test
  void files_that_are_missing_are_told_at_once() {
    assertThatThrownBy(
            () ->
                load(
                    """
                    upstreams:
                      - {name: a.b, ca: none.pem}
                      - {name: c.d, credentials: {user: me, passwordFile: no-secret}}
                      - {name: e.f, credentials: {dockerConfig: .}}
                    """))
        .hasMessageContaining(":2:21: no file that can be read: " + directory.resolve("none.pem"))
        .hasMessageContaining(":3:55: no file that can be read")
        .hasMessageContaining(":4:45: no file that can be read")
        .hasMessageNotContaining("give either");
  }
}
