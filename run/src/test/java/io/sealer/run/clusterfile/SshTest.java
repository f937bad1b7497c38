package io.sealer.run.clusterfile;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.host.Auth;
import io.sealer.host.SshConfig;
import io.sealer.host.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SshTest {
  private static SshConfig config(Path home) throws Exception {
    Files.createDirectories(home.resolve(".ssh"));
    Files.writeString(
        home.resolve(".ssh/config"),
        """
        Host 10.0.0.2
          HostName real.example
          User ops
          Port 2222
          ProxyJump first,jump@second:2200
        Host second
          HostName second.example
        """);
    return SshConfig.ofHome(home);
  }

  @Test
  void what_is_not_given_is_as_the_users_ssh_configuration_says(@TempDir Path home)
      throws Exception {
    Target target = Ssh.NOTHING.target("10.0.0.2", config(home), Map.of());

    assertThat(target.address()).isEqualTo("real.example");
    assertThat(target.user()).isEqualTo("ops");
    assertThat(target.port()).isEqualTo(2222);
    assertThat(target.sudo()).isTrue();
  }

  @Test
  void what_is_given_wins(@TempDir Path home) throws Exception {
    Ssh given = Ssh.NOTHING.withUser("root").withPort(22).withKey(Path.of("/k"));
    Target target = given.target("10.0.0.2", config(home), Map.of("SSH_AUTH_SOCK", "/dev/null"));

    assertThat(target.user()).isEqualTo("root");
    assertThat(target.port()).isEqualTo(22);
    assertThat(target.auth()).containsExactly(Auth.Key.of(Path.of("/k")));
  }

  @Test
  void the_last_bastion_is_next_to_the_host(@TempDir Path home) throws Exception {
    Target target = Ssh.NOTHING.target("10.0.0.2", config(home), Map.of());
    Target second = target.jump().orElseThrow();
    Target first = second.jump().orElseThrow();

    assertThat(second.address()).isEqualTo("second.example");
    assertThat(second.port()).isEqualTo(2200);
    assertThat(second.user()).isEqualTo("jump");
    assertThat(first.address()).isEqualTo("first");
    assertThat(first.jump()).isEmpty();
  }

  @Test
  void the_agent_of_the_session_is_asked_unless_a_key_is_named(@TempDir Path home)
      throws Exception {
    Path socket = Files.createFile(home.resolve("agent"));
    Target target =
        Ssh.NOTHING.target("h", SshConfig.NONE, Map.of("SSH_AUTH_SOCK", socket.toString()));

    assertThat(target.auth()).contains(new Auth.Agent(socket));
  }
}
