package io.sealer.run.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealer.host.Command;
import io.sealer.host.Connector;
import io.sealer.host.HostException;
import io.sealer.host.Secret;
import io.sealer.host.Session;
import io.sealer.host.testing.Sshd;
import io.sealer.node.api.AgentPaths;
import io.sealer.node.api.ContainerdLogin;
import io.sealer.oci.registry.Credential;
import io.sealer.run.engine.EventListener;
import io.sealer.run.engine.Executor;
import io.sealer.run.engine.HostAccess;
import io.sealer.run.engine.Ledger;
import io.sealer.run.engine.Plan;
import io.sealer.run.engine.PlannedStep;
import io.sealer.run.engine.Step;
import io.sealer.run.engine.StepsFailed;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A host on which somebody has installed containerd: a real server with directories of its own, in
 * which only systemctl and containerd are made up.
 */
@SuppressWarnings("NullAway.Init")
class InstallContainerdIT {
  private static final String HOST =
      """
      for directory in /var/lib /usr/local/bin; do mount -t tmpfs tmpfs "$directory"; done
      mkdir -p /run/etc/upper /run/etc/work
      mount -t overlay overlay -o lowerdir=/etc,upperdir=/run/etc/upper,workdir=/run/etc/work /etc
      rm -rf /etc/containerd /etc/systemd/system/containerd.service
      mkdir /etc/containerd
      printf '%s' "$1" > /etc/containerd/config.toml
      printf '%s\\n' '#!/bin/sh' 'echo "$@" >> /var/lib/systemctl.log' > /usr/local/bin/systemctl
      printf '%s\\n' '#!/bin/sh' 'cat /etc/containerd/config.toml' > /usr/local/bin/containerd
      chmod 755 /usr/local/bin/systemctl /usr/local/bin/containerd
      mkdir -p /var/lib/rootfs/cri/bin /var/lib/rootfs/etc
      echo image > /var/lib/rootfs/cri/bin/containerd
      echo image > /var/lib/rootfs/etc/containerd.toml
      echo image > /var/lib/rootfs/etc/containerd.service
      """;

  private Sshd sshd;
  private Session session;

  @BeforeEach
  void connect() throws Exception {
    sshd = Sshd.start();
    session = Connector.create(sshd.knownHosts()).connect(sshd.root());
  }

  @AfterEach
  void disconnect() throws Exception {
    session.close();
    sshd.close();
  }

  private String shell(String script, String... arguments) throws HostException {
    return session.run(Command.script(script, arguments)).stdout();
  }

  private void install() throws Exception {
    install(Map.of(AgentPaths.HOSTS_TOML.toString(), Secret.of("mirror")), false);
  }

  private void install(Map<String, Secret> files, boolean secret) throws Exception {
    var hosts =
        new HostAccess() {
          @Override
          public Session session(String host) {
            return session;
          }

          @Override
          public Ledger ledger(String host) {
            return new Ledger(session);
          }
        };
    var rules = new MirrorRules(new TreeMap<>(files), "mirror", secret);
    var work = new InstallContainerd("/var/lib/rootfs", rules);
    Step step = Step.of("h", "containerd", "set up containerd", List.of(), "1", work);
    var plan = new Plan(List.of(new PlannedStep(step, Optional.of("new"))));
    new Executor(hosts, EventListener.NONE).apply(plan);
  }

  @Test
  void it_is_kept_as_it_is_and_gets_the_mirror_alone() throws Exception {
    String own = "# theirs\nconfig_path = \"/etc/containerd/certs.d\"\n";
    shell(HOST, own);

    install();

    assertThat(shell("cat /etc/containerd/config.toml")).isEqualTo(own);
    assertThat(shell("cat /etc/containerd/certs.d/_default/hosts.toml")).isEqualTo("mirror");
    assertThat(shell("head -c 9 /usr/local/bin/containerd")).isEqualTo("#!/bin/sh");
    assertThat(shell("ls /etc/systemd/system")).doesNotContain("containerd");
    assertThat(shell("cat /var/lib/systemctl.log"))
        .doesNotContain("restart")
        .doesNotContain("enable");
    assertThat(shell("cat /var/lib/sealer/ledger.jsonl"))
        .contains("hosts.toml")
        .doesNotContain("config.toml")
        .doesNotContain("containerd.service")
        .doesNotContain("\"/var/lib/containerd\"");
  }

  @Test
  void one_that_reads_no_mirrors_is_left_alone_and_the_user_is_told_what_to_write()
      throws Exception {
    String own = "# theirs\n";
    shell(HOST, own);

    assertThatThrownBy(this::install)
        .isInstanceOfSatisfying(
            StepsFailed.class,
            failed ->
                assertThat(failed.failures())
                    .singleElement()
                    .satisfies(
                        f -> {
                          assertThat(f.problem()).contains("does not change its configuration");
                          assertThat(f.hint()).contains("config_path");
                        }));
    assertThat(shell("cat /etc/containerd/config.toml")).isEqualTo(own);
    assertThat(shell("head -c 9 /usr/local/bin/containerd")).isEqualTo("#!/bin/sh");
    assertThat(shell("cat /var/lib/systemctl.log")).doesNotContain("restart");
  }

  @Test
  void a_login_for_tokens_becomes_a_part_of_the_configuration_that_only_root_reads()
      throws Exception {
    shell(HOST, "");
    shell("rm /etc/containerd/config.toml /usr/local/bin/containerd");
    shell("echo '[ \"$1\" != cat ] || [ -e /etc/systemd/system/$2 ]' >> /usr/local/bin/systemctl");
    String text =
        ContainerdLogin.text("gitlab.example:5050", new Credential.Basic("puller", "one"));
    String login = AgentPaths.certsOf("gitlab.example:5050").resolve("login.toml").toString();
    var rules =
        Map.of(
            login, Secret.of(text), AgentPaths.HOSTS_TOML.toString(), Secret.of("with password"));
    shell("printf 'version = 2\\n' > /var/lib/rootfs/etc/containerd.toml");

    install(rules, true);
    assertThat(shell("stat -c %a /etc/containerd/config.toml")).isEqualTo("600\n");
    assertThat(shell("cat /etc/containerd/config.toml")).isEqualTo("version = 2\n\n" + text);

    shell("printf 'version = 3\\n' > /var/lib/rootfs/etc/containerd.toml");
    install(rules, true);
    assertThat(shell("cat /etc/containerd/config.toml"))
        .contains("[plugins.\"io.containerd.cri.v1.images\".registry.configs.\"gitlab")
        .endsWith("password = \"one\"\n");

    install();
    assertThat(shell("stat -c %a /etc/containerd/config.toml")).isEqualTo("644\n");
    assertThat(shell("cat /etc/containerd/config.toml")).isEqualTo("version = 3\n");
  }
}
