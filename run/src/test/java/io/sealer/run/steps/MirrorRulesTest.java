package io.sealer.run.steps;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.host.Secret;
import io.sealer.node.api.AgentConfig;
import io.sealer.oci.registry.Credential;
import io.sealer.oci.registry.CredentialSource;
import io.sealer.run.clusterfile.RegistrySpec;
import io.sealer.run.external.ExternalAccess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MirrorRulesTest {
  private static MirrorRules rules(String password, Optional<Path> authority) throws Exception {
    var login = new RegistrySpec.Credentials("puller", Optional.of(Secret.of(password)));
    var spec = new RegistrySpec.External("harbor.example", 8443, "", Optional.of(login), authority);
    ExternalAccess access = ExternalAccess.of(spec, CredentialSource.ANONYMOUS);
    return MirrorRules.of(AgentConfig.defaults(), access);
  }

  @Test
  void the_password_stands_in_the_files_alone(@TempDir Path dir) throws Exception {
    Path authority = Files.writeString(dir.resolve("ca.pem"), "certificate");
    MirrorRules rules = rules("one", Optional.of(authority));

    String own = "/etc/containerd/certs.d/harbor.example:8443/";
    assertThat(rules.files().keySet())
        .containsExactlyInAnyOrder(
            "/etc/containerd/certs.d/_default/hosts.toml",
            own + "hosts.toml",
            own + "login.toml",
            own + "ca.crt");
    assertThat(rules.files().get(own + "hosts.toml"))
        .extracting(Secret::revealText)
        .isEqualTo(
            """
            server = "https://harbor.example:8443"

            [host."https://harbor.example:8443"]
              capabilities = ["pull", "resolve"]
              ca = "/etc/containerd/certs.d/harbor.example:8443/ca.crt"
              [host."https://harbor.example:8443".header]
                Authorization = "Basic cHVsbGVyOm9uZQ=="
            """);
    assertThat(rules.secret()).isTrue();
    assertThat(rules.toString()).doesNotContain("cHVsbGVyOm9uZQ");
    assertThat(rules("two", Optional.of(authority)).inputs()).isEqualTo(rules.inputs());
    assertThat(rules("two", Optional.empty()).inputs()).isNotEqualTo(rules.inputs());
  }

  @Test
  void a_login_with_an_identity_token_is_for_those_who_ask_for_tokens_alone() throws Exception {
    var spec =
        new RegistrySpec.External("acr.example", 443, "", Optional.empty(), Optional.empty());
    ExternalAccess access =
        ExternalAccess.of(spec, _ -> Optional.of(new Credential.IdentityToken("t0ken")));
    MirrorRules rules = MirrorRules.of(AgentConfig.defaults(), access);

    assertThat(rules.secret()).isTrue();
    assertThat(rules.files())
        .allSatisfy(
            (file, text) ->
                assertThat(text.revealText().contains("t0ken"))
                    .isEqualTo(file.endsWith("/login.toml")));
  }

  @Test
  void a_cluster_without_a_registry_outside_has_one_open_rule() {
    MirrorRules rules = MirrorRules.of(AgentConfig.defaults());
    assertThat(rules.files()).hasSize(1);
    assertThat(rules.secret()).isFalse();
  }
}
