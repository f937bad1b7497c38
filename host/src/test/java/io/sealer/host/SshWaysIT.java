package io.sealer.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealer.host.testing.Sshd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Other ways to a host than straight with a key file: an agent, a bastion. */
@SuppressWarnings("NullAway.Init")
class SshWaysIT {
  private static Sshd host;
  private static Sshd bastion;

  @BeforeAll
  static void start() throws IOException {
    host = Sshd.start();
    bastion = Sshd.start("AllowTcpForwarding yes");
  }

  @AfterAll
  static void stop() throws IOException {
    host.close();
    bastion.close();
  }

  private static String whoami(Target target) throws HostException {
    try (Session session = Connector.create(host.knownHosts()).connect(target)) {
      return session.run(Command.of("id", "-un")).text();
    }
  }

  @Test
  void a_key_that_only_the_agent_holds_opens_the_door_and_the_agent_is_not_changed()
      throws Exception {
    Path socket = host.directory().resolve("agent.sock");
    Process agent = new ProcessBuilder("ssh-agent", "-D", "-a", socket.toString()).start();
    try {
      awaitFile(socket);
      assertThatThrownBy(() -> whoami(host.user("alice").withAuth(new Auth.Agent(socket))))
          .isInstanceOf(HostException.AuthenticationFailed.class);
      agentDoes(socket, "ssh-add", "-q", host.key().toString());
      String before = agentDoes(socket, "ssh-add", "-L");

      assertThat(whoami(host.user("alice").withAuth(new Auth.Agent(socket)))).isEqualTo("alice");
      assertThat(agentDoes(socket, "ssh-add", "-L")).isEqualTo(before);
    } finally {
      agent.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void an_agent_that_does_not_answer_is_named_among_what_was_tried() {
    Auth dead = new Auth.Agent(host.directory().resolve("nobody.sock"));

    assertThatThrownBy(() -> whoami(host.user("alice").withAuth(dead)))
        .hasMessageContaining("nobody.sock (does not answer)");
  }

  @Test
  void several_sessions_go_through_one_bastion_which_is_left_with_the_last() throws Exception {
    Target behind = host.root().withJump(bastion.user("carol"));
    Connector connector = Connector.create(host.knownHosts());
    int before = logins();
    try (Session first = connector.connect(behind);
        Session second = connector.connect(behind)) {
      assertThat(first.run(Command.of("id", "-un")).text()).isEqualTo("root");
      first.put(FileContent.of("x".repeat(100_000)), RemoteFile.of(behindFile().toString()));
      assertThat(second.run(Command.of("id", "-un")).text()).isEqualTo("root");
    }
    assertThat(behindFile()).hasSize(100_000);
    assertThat(logins() - before).isEqualTo(1);
    assertThat(whoami(behind)).isEqualTo("root");
  }

  @Test
  void a_bastion_that_refuses_is_named_with_what_to_do() throws Exception {
    try (Sshd closed = Sshd.start("AllowTcpForwarding no")) {
      Target behind = host.root().withJump(closed.user("carol"));

      assertThatThrownBy(() -> whoami(behind)).isInstanceOf(HostException.Unreachable.class);
      Target wrong =
          host.root().withJump(closed.user("carol").withAuth(new Auth.Password(Secret.of("no"))));
      assertThatThrownBy(() -> whoami(wrong))
          .isInstanceOf(HostException.AuthenticationFailed.class)
          .hasMessageContaining(String.valueOf(closed.port()));
    }
  }

  @Test
  void another_port_of_loopback_and_what_lies_behind_a_bastion_are_not_this_machine()
      throws Exception {
    Target forwarded = host.root().withLocal();
    Target behind = forwarded.withJump(bastion.user("carol"));

    for (Target target : List.of(forwarded, behind)) {
      try (Session session = Connector.create(host.knownHosts()).connect(target)) {
        assertThat(session.run(Command.of("printenv", "SSH_CONNECTION")).text())
            .endsWith(" " + host.port());
      }
    }
  }

  private static Path behindFile() {
    return host.directory().resolve("behind");
  }

  private static int logins() throws IOException {
    return (int) bastion.log().lines().filter(l -> l.startsWith("Accepted")).count();
  }

  private static String agentDoes(Path socket, String... command) throws Exception {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("SSH_AUTH_SOCK", socket.toString());
    Process process = builder.start();
    String said =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  private static void awaitFile(Path file) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!Files.exists(file)) {
      assertThat(System.nanoTime()).isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }
}
