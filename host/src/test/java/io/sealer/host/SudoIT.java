package io.sealer.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealer.host.testing.Sshd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway.Init")
class SudoIT {
  private static Sshd sshd;

  @BeforeAll
  static void start() throws IOException {
    sshd = Sshd.start();
  }

  @AfterAll
  static void stop() throws IOException {
    sshd.close();
  }

  private static Session connect(Target target) throws HostException {
    return Connector.create(sshd.knownHosts()).connect(target);
  }

  @Test
  void becomes_root_with_and_without_password() throws Exception {
    for (Target target :
        new Target[] {
          sshd.user("alice").withSudo(Sshd.password("alice")),
          sshd.user("bob").withSudo(),
          sshd.user("bob").withSudo(Secret.of("not needed"))
        }) {
      try (Session session = connect(target)) {
        assertThat(session.run(Command.of("id", "-un")).text()).isEqualTo("root");
        assertThat(session.run(Command.of("id", "-un").asLoginUser()).text())
            .isEqualTo(target.user());
        assertThat(session.run(Command.of("cat").withStdin(Source.of(new byte[] {'x'}))).stdout())
            .isEqualTo("x");
        assertThat(session.run(Command.script("echo err >&2")).stderr()).isEqualTo("err\n");
      }
    }
  }

  @Test
  void files_get_roots_reach_and_the_owner_asked_for() throws Exception {
    Path file = sshd.directory().resolve("owned");
    try (Session session = connect(sshd.user("bob").withSudo())) {
      session.put(
          FileContent.of("secret"),
          RemoteFile.of(file.toString()).secret().withOwner("carol:root"));
      RemoteStat stat = session.stat(file.toString()).orElseThrow();
      assertThat(stat.owner()).isEqualTo("carol");
      assertThat(stat.group()).isEqualTo("root");
      assertThat(stat.mode()).isEqualTo(0600);
    }
    assertThat(Files.readString(file)).isEqualTo("secret");
  }

  @Test
  void a_wrong_password_is_told_soon_and_costs_one_attempt() throws Exception {
    long began = System.nanoTime();
    assertThatThrownBy(() -> connect(sshd.user("alice").withSudo(Secret.of("hunter2"))))
        .isInstanceOf(HostException.SudoFailed.class)
        .hasMessageContaining("wrong password")
        .message()
        .doesNotContain("hunter2");
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(15));
  }

  @Test
  void a_password_that_is_not_given_is_asked_for() {
    assertThatThrownBy(() -> connect(sshd.user("alice").withSudo()))
        .isInstanceOfSatisfying(
            HostException.SudoFailed.class,
            e -> {
              assertThat(e).hasMessageContaining("none was given");
              assertThat(e.hint()).contains("SEALER_SUDO_PASSWORD");
            });
  }

  @Test
  void a_user_who_may_not_is_told_so() {
    assertThatThrownBy(() -> connect(sshd.user("carol").withSudo(Sshd.password("carol"))))
        .isInstanceOf(HostException.SudoFailed.class)
        .hasMessageContaining("may not become root");
  }

  @Test
  void the_sudo_password_is_in_no_process_list() throws Exception {
    try (Session session = connect(sshd.user("alice").withSudo(Sshd.password("alice")))) {
      String all =
          session
              .run(Command.script("cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ | tr '\\0' ' '"))
              .stdout();
      assertThat(all).contains("sudo").doesNotContain("pw-" + "alice");
    }
  }
}
