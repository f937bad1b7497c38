package io.sealer.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealer.host.testing.Sshd;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("NullAway.Init")
class SshLoginIT {
  private static Sshd sshd;
  @TempDir Path files;

  @BeforeAll
  static void start() throws IOException {
    sshd = Sshd.start();
  }

  @AfterAll
  static void stop() throws IOException {
    sshd.close();
  }

  private static String whoami(Target target) throws HostException {
    try (Session session = Connector.create(sshd.knownHosts()).connect(target)) {
      return session.run(Command.of("id", "-un")).text();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ed25519", "ecdsa", "rsa"})
  void keys_open_the_door_plain_and_encrypted(String type) throws Exception {
    Path plain = sshd.newKey("plain-" + type, type, "");
    Path encrypted = sshd.newKey("encrypted-" + type, type, "open sésame");
    Target alice = sshd.user("alice");

    assertThat(whoami(alice.withAuth(Auth.Key.of(plain)))).isEqualTo("alice");
    Auth.Key key = new Auth.Key(encrypted, Optional.of(Secret.of("open sésame")));
    assertThat(whoami(alice.withAuth(key))).isEqualTo("alice");
  }

  @Test
  void a_password_opens_the_door() throws Exception {
    assertThat(whoami(sshd.user("carol").withAuth(new Auth.Password(Sshd.password("carol")))))
        .isEqualTo("carol");
  }

  @Test
  void a_password_answers_keyboard_interactive_too() throws Exception {
    try (Sshd strict = Sshd.start("AuthenticationMethods keyboard-interactive")) {
      Target bob = strict.user("bob").withAuth(new Auth.Password(Sshd.password("bob")));
      try (Session session = Connector.create(strict.knownHosts()).connect(bob)) {
        assertThat(session.run(Command.of("id", "-un")).text()).isEqualTo("bob");
      }
    }
  }

  @Test
  void a_server_may_want_a_key_and_a_password() throws Exception {
    try (Sshd strict = Sshd.start("AuthenticationMethods publickey,password")) {
      Target bob =
          strict
              .user("bob")
              .withAuth(Auth.Key.of(strict.key()), new Auth.Password(Sshd.password("bob")));
      try (Session session = Connector.create(strict.knownHosts()).connect(bob)) {
        assertThat(session.run(Command.of("id", "-un")).text()).isEqualTo("bob");
      }
    }
  }

  @Test
  void the_second_way_is_tried_when_the_first_fails() throws Exception {
    Path stranger = files.resolve("stranger");
    Sshd.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", stranger.toString());
    assertThat(
            whoami(
                sshd.user("alice")
                    .withAuth(
                        Auth.Key.of(stranger),
                        new Auth.Password(Secret.of("wrong")),
                        new Auth.Password(Sshd.password("alice")))))
        .isEqualTo("alice");
  }

  @Test
  void a_wrong_password_names_what_was_tried_and_never_the_password() {
    Target target = sshd.user("alice").withAuth(new Auth.Password(Secret.of("hunter2")));
    assertThat(target.toString()).doesNotContain("hunter2");
    assertThatThrownBy(() -> whoami(target))
        .isInstanceOfSatisfying(
            HostException.AuthenticationFailed.class,
            e -> {
              assertThat(e.tried()).contains("password");
              assertThat(e).hasMessageContaining("login as alice refused; tried password");
              assertThat(e.hint()).contains("publickey");
              assertThat(e).hasStackTraceContaining("Auth").message().doesNotContain("hunter2");
            });
  }

  @Test
  void a_key_that_cannot_be_used_says_why() throws Exception {
    Path encrypted = sshd.newKey("locked", "ed25519", "right");
    Target alice = sshd.user("alice");

    assertThatThrownBy(() -> whoami(alice.withAuth(Auth.Key.of(encrypted))))
        .isInstanceOfSatisfying(
            HostException.AuthenticationFailed.class,
            e -> assertThat(e.hint()).contains("is encrypted"));
    Auth.Key wrong = new Auth.Key(encrypted, Optional.of(Secret.of("wrong")));
    assertThatThrownBy(() -> whoami(alice.withAuth(wrong)))
        .isInstanceOfSatisfying(
            HostException.AuthenticationFailed.class,
            e -> assertThat(e.hint()).contains("passphrase is wrong"));
    assertThatThrownBy(() -> whoami(alice.withAuth(Auth.Key.of(files.resolve("none")))))
        .isInstanceOf(HostException.AuthenticationFailed.class)
        .hasMessageContaining("none (not usable)");
  }

  @Test
  void a_closed_port_is_unreachable() throws Exception {
    int closed;
    try (ServerSocket socket = new ServerSocket(0)) {
      closed = socket.getLocalPort();
    }
    assertThatThrownBy(() -> whoami(sshd.root().withPort(closed)))
        .isInstanceOf(HostException.Unreachable.class)
        .hasMessageContaining("port " + closed + " refuses connections");
  }

  @Test
  void a_port_that_never_speaks_is_given_up_in_time() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      long began = System.nanoTime();
      Target target =
          sshd.root().withPort(silent.getLocalPort()).withConnectTimeout(Duration.ofSeconds(1));
      assertThatThrownBy(() -> whoami(target)).isInstanceOf(HostException.Unreachable.class);
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
    }
  }

  @Test
  void a_server_that_is_not_ssh_is_unreachable() throws Exception {
    try (ServerSocket web = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread server =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try (var connection = web.accept()) {
                      connection
                          .getOutputStream()
                          .write(
                              "HTTP/1.0 400 Bad\r\n\r\n"
                                  .getBytes(java.nio.charset.StandardCharsets.UTF_8));
                    } catch (IOException e) {
                      throw new AssertionError(e);
                    }
                  });
      assertThatThrownBy(() -> whoami(sshd.root().withPort(web.getLocalPort())))
          .isInstanceOf(HostException.Unreachable.class)
          .hasMessageContaining("no ssh login");
      server.join();
    }
  }

  @Test
  void a_name_that_nobody_knows_is_unreachable() {
    Target target =
        new Target(
            "no-such-host.invalid",
            22,
            "root",
            List.of(),
            false,
            Optional.empty(),
            Duration.ofSeconds(5),
            false);
    assertThatThrownBy(() -> whoami(target))
        .isInstanceOf(HostException.Unreachable.class)
        .hasMessageContaining("the name is not known");
  }

  @Test
  void ipv6_addresses_are_reached() throws Exception {
    Target target =
        new Target(
            "[::1]",
            sshd.port(),
            "root",
            List.of(Auth.Key.of(sshd.key())),
            false,
            Optional.empty(),
            Duration.ofSeconds(10),
            false);
    assertThat(target.display()).isEqualTo("[::1]:" + sshd.port());
    assertThat(whoami(target)).isEqualTo("root");
    assertThat(Files.readString(sshd.knownHosts().file())).contains("[::1]:" + sshd.port() + " ");
  }

  @Test
  void words_of_login_scripts_are_not_taken_for_output() throws Exception {
    Files.writeString(sshd.home("carol").resolve(".bashrc"), "echo hello; echo hello >&2\n");
    try (Session session = Connector.create(sshd.knownHosts()).connect(sshd.user("carol"))) {
      ExecResult result = session.run(Command.script("echo out; echo err >&2"));
      assertThat(result.stdout()).isEqualTo("out\n");
      assertThat(result.stderr()).isEqualTo("err\n");
    }
  }

  @Test
  void a_server_with_few_channels_serves_all_commands_in_turn() throws Exception {
    try (Sshd narrow = Sshd.start("MaxSessions 2");
        Session session = Connector.create(narrow.knownHosts()).connect(narrow.root())) {
      try (var threads = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
        var answers = new java.util.ArrayList<java.util.concurrent.Future<String>>();
        for (int i = 0; i < 10; i++) {
          answers.add(
              threads.submit(() -> session.run(Command.script("sleep 0.1; echo ok")).text()));
        }
        for (var answer : answers) {
          assertThat(answer.get()).isEqualTo("ok");
        }
      }
    }
  }
}
