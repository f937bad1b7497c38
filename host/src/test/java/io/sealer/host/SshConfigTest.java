package io.sealer.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
final class SshConfigTest {
  @TempDir Path home;

  @BeforeEach
  void write() throws IOException {
    Files.createDirectories(home.resolve(".ssh/more"));
    Files.writeString(
        home.resolve(".ssh/config"),
        """
        # a comment
        Include more/*.conf
        Host 10.0.0.* !10.0.0.9
          User ops
          Port 2222
          IdentityFile ~/.ssh/cluster
          ProxyJump = jump@bastion:2200, second
        Host web
          HostName "%h.example"
          IdentityAgent ~/agent.sock
        Match user root
          User never
        Host *
          User everybody
        """);
    Files.writeString(home.resolve(".ssh/more/a.conf"), "Host 10.0.0.7\n  User first\n");
  }

  private SshConfig.Entry find(String host) {
    return SshConfig.ofHome(home).find(host, home);
  }

  @Test
  void the_first_value_of_the_blocks_that_fit_counts() {
    SshConfig.Entry entry = find("10.0.0.2");

    assertThat(entry.user()).contains("ops");
    assertThat(entry.port()).contains(2222);
    assertThat(entry.identityFiles()).containsExactly(home.resolve(".ssh/cluster"));
    assertThat(entry.proxyJump()).containsExactly("jump@bastion:2200", "second");
    assertThat(find("10.0.0.7").user()).contains("first");
  }

  @Test
  void exceptions_names_and_agents_are_understood() {
    assertThat(find("10.0.0.9").user()).contains("everybody");
    assertThat(find("10.0.0.9").proxyJump()).isEmpty();
    assertThat(find("web").hostName()).contains("web.example");
    assertThat(find("web").agent()).contains(home.resolve("agent.sock"));
  }

  @Test
  void without_a_file_nothing_is_said(@TempDir Path other) {
    SshConfig.Entry entry = SshConfig.ofHome(other).find("web", other);

    assertThat(entry.user()).isEmpty();
    assertThat(entry.identityFiles()).isEmpty();
  }
}
