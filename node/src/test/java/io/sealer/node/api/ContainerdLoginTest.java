package io.sealer.node.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.oci.registry.Credential;
import org.junit.jupiter.api.Test;

class ContainerdLoginTest {
  @Test
  void a_password_is_written_as_toml_whatever_stands_in_it() {
    var login = new Credential.Basic("robot$puller", "a\"b\\c\nd é");
    assertThat(ContainerdLogin.text("gitlab.example:5050", login))
        .isEqualTo(
            """
            [plugins."io.containerd.grpc.v1.cri".registry.configs."gitlab.example:5050".auth]
              username = "robot$puller"
              password = "a\\"b\\\\c\\u000ad é"
            """);
  }

  @Test
  void an_identity_token_is_no_password() {
    assertThat(ContainerdLogin.text("azure.example", new Credential.IdentityToken("t0ken")))
        .endsWith("auth]\n  identitytoken = \"t0ken\"\n");
  }
}
