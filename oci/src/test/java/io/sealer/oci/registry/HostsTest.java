package io.sealer.oci.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostsTest {
  @ParameterizedTest
  @CsvSource({
    "docker.io, https",
    "registry.example.com:5000, https",
    "localhost, http",
    "LOCALHOST:5000, http",
    "127.0.0.1:5000, http",
    "127.8.9.10, http",
    "[::1]:5000, http",
    "localhost.example.com, https",
    "127.0.0.1.example.com, https",
    "10.0.0.1:5000, https",
  })
  void only_loopback_is_spoken_to_without_tls_by_itself(String host, String scheme) {
    assertThat(Hosts.DEFAULT.scheme(host)).isEqualTo(scheme);
  }

  @Test
  void plain_http_is_for_exactly_the_host_it_was_asked_for() {
    Hosts hosts = Hosts.DEFAULT.withPlainHttp("10.0.0.1:5000");
    assertThat(hosts.scheme("10.0.0.1:5000")).isEqualTo("http");
    assertThat(hosts.scheme("10.0.0.1:5001")).isEqualTo("https");
    assertThat(hosts.scheme("10.0.0.1")).isEqualTo("https");
  }

  @Test
  void loopback_with_trust_of_its_own_speaks_tls() {
    assertThat(Hosts.DEFAULT.withCa("localhost:5000", Path.of("ca.crt")).scheme("localhost:5000"))
        .isEqualTo("https");
    assertThat(Hosts.DEFAULT.withSkipVerify("localhost:5000").scheme("localhost:5000"))
        .isEqualTo("https");
    assertThat(Hosts.DEFAULT.withCa(Path.of("ca.crt")).scheme("localhost:5000")).isEqualTo("https");
    assertThat(
            Hosts.DEFAULT
                .withCa(Path.of("ca.crt"))
                .withPlainHttp("localhost:5000")
                .scheme("localhost:5000"))
        .isEqualTo("http");
  }

  @Test
  void verification_is_skipped_for_no_other_host() {
    Hosts hosts = Hosts.DEFAULT.withSkipVerify("a.example");
    assertThat(hosts.verifies("A.example:443")).isFalse();
    assertThat(hosts.verifies("b.example")).isTrue();
  }

  @Test
  void the_hub_has_another_address_than_name() {
    assertThat(Endpoint.of("docker.io", Hosts.DEFAULT).api("a/b/tags/list"))
        .isEqualTo(URI.create("https://registry-1.docker.io/v2/a/b/tags/list"));
  }

  @Test
  void credentials_belong_to_scheme_host_and_port() {
    Endpoint endpoint = Endpoint.of("quay.io", Hosts.DEFAULT);
    assertThat(endpoint.owns(URI.create("https://QUAY.io:443/x"))).isTrue();
    assertThat(endpoint.owns(URI.create("http://quay.io/x"))).isFalse();
    assertThat(endpoint.owns(URI.create("https://quay.io:8443/x"))).isFalse();
    assertThat(endpoint.owns(URI.create("https://cdn.quay.io/x"))).isFalse();
  }
}
