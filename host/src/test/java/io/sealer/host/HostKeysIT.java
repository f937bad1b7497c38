package io.sealer.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealer.host.testing.Sshd;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostKeysIT {
  private static void connect(Sshd sshd) throws HostException {
    Connector.create(sshd.knownHosts()).connect(sshd.root()).close();
  }

  @Test
  void a_host_is_trusted_at_first_and_told_once() throws Exception {
    try (Sshd sshd = Sshd.start()) {
      connect(sshd);
      connect(sshd);

      String fingerprint =
          Sshd.run("ssh-keygen", "-l", "-f", sshd.directory().resolve("host_key.pub").toString())
              .split(" ")[1];
      assertThat(sshd.met()).hasSize(1);
      assertThat(sshd.met().getFirst().fingerprint()).isEqualTo("ssh-ed25519 " + fingerprint);
      Path file = sshd.knownHosts().file();
      assertThat(Files.readAllLines(file)).hasSize(1);
      assertThat(Sshd.run("stat", "-c", "%a", file.toString()).strip()).isEqualTo("600");
      assertThat(Sshd.run("ssh-keygen", "-F", "[127.0.0.1]:" + sshd.port(), "-f", file.toString()))
          .contains("line 1");
    }
  }

  @Test
  void a_changed_key_is_refused_with_both_fingerprints_and_the_way_out() throws Exception {
    for (String type : List.of("ed25519", "rsa")) {
      try (Sshd sshd = Sshd.start()) {
        connect(sshd);
        sshd.changeHostKey(type);

        assertThatThrownBy(() -> connect(sshd))
            .isInstanceOfSatisfying(
                HostException.HostKeyChanged.class,
                e -> {
                  assertThat(e.known()).startsWith("ssh-ed25519 SHA256:").isNotEqualTo(e.shown());
                  assertThat(e.shown()).startsWith("ssh-" + type + " SHA256:");
                  assertThat(e.line()).isEqualTo(1);
                  assertThat(e).hasMessageContaining(sshd.knownHosts().file() + " line 1");
                  assertThat(e.hint())
                      .contains("ssh-keygen -R '[127.0.0.1]:" + sshd.port() + "' -f ");
                });
        Sshd.run(
            "ssh-keygen",
            "-R",
            "[127.0.0.1]:" + sshd.port(),
            "-f",
            sshd.knownHosts().file().toString());
        connect(sshd);
      }
    }
  }

  @Test
  void names_that_openssh_has_hashed_are_known() throws Exception {
    try (Sshd sshd = Sshd.start()) {
      connect(sshd);
      Sshd.run("ssh-keygen", "-H", "-f", sshd.knownHosts().file().toString());
      assertThat(Files.readString(sshd.knownHosts().file())).startsWith("|1|");

      connect(sshd);
      assertThat(sshd.met()).hasSize(1);
    }
  }

  @Test
  void a_host_with_several_keys_is_asked_for_the_one_we_know() throws Exception {
    try (Sshd sshd = Sshd.start()) {
      Path rsa = sshd.newKey("second_host_key", "rsa", "");
      String known = Files.readString(Path.of(rsa + ".pub")).strip();
      Files.writeString(
          sshd.knownHosts().file(), "[127.0.0.1]:" + sshd.port() + " " + known + "\n");
      Files.writeString(
          sshd.directory().resolve("sshd_config"),
          "HostKey " + rsa + "\n" + Files.readString(sshd.directory().resolve("sshd_config")));
      sshd.restart();

      connect(sshd);
      assertThat(sshd.met()).isEmpty();
    }
  }
}
