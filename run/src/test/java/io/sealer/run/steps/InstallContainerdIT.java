package io.sealer.run.steps;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.host.Secret;
import io.sealer.host.testing.SshHost;
import io.sealer.node.api.AgentPaths;
import io.sealer.node.api.ContainerdLogin;
import io.sealer.oci.Reference;
import io.sealer.oci.registry.Credential;
import io.sealer.run.engine.MadeUpHost;
import io.sealer.run.engine.OneHost;
import io.sealer.run.engine.StepFailure;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A host on which somebody has installed containerd: a real server with directories of its own, in
 * which only systemctl and containerd are made up.
 */
class InstallContainerdIT {
  private static final String HOST =
      MadeUpHost.DIRECTORIES
          + """
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

  private static final Set<Reference> IMAGES =
      Set.of(Reference.parse("registry.example/pause:3.9"), Reference.parse("a:1"));

  @RegisterExtension final SshHost host = new SshHost();

  private static final InstallContainerd WITH_MIRROR =
      work(Map.of(AgentPaths.HOSTS_TOML.toString(), Secret.of("mirror")), false);

  private static InstallContainerd work(Map<String, Secret> files, boolean secret) {
    var rules = new MirrorRules(new TreeMap<>(files), "mirror", secret);
    return new InstallContainerd("/var/lib/rootfs", rules, IMAGES);
  }

  private void install(InstallContainerd work) throws Exception {
    OneHost.apply(host.session(), "containerd", work);
  }

  @Test
  void it_is_kept_as_it_is_and_gets_the_mirror_alone() throws Exception {
    String own = "# theirs\nconfig_path = \"/etc/containerd/certs.d\"\n";
    host.shell(HOST, own);

    install(WITH_MIRROR);

    assertThat(host.shell("cat /etc/containerd/config.toml")).isEqualTo(own);
    assertThat(host.shell("cat /etc/containerd/certs.d/_default/hosts.toml")).isEqualTo("mirror");
    assertThat(host.shell("head -c 9 /usr/local/bin/containerd")).isEqualTo("#!/bin/sh");
    assertThat(host.shell("ls /etc/systemd/system")).doesNotContain("containerd");
    assertThat(host.shell("cat /var/lib/systemctl.log"))
        .doesNotContain("restart")
        .doesNotContain("enable");
    assertThat(host.shell("cat /var/lib/sealer/ledger.jsonl"))
        .contains("hosts.toml")
        .doesNotContain("config.toml")
        .doesNotContain("containerd.service")
        .doesNotContain("\"/var/lib/containerd\"");
  }

  @Test
  void one_that_reads_no_mirrors_is_left_alone_and_the_user_is_told_what_to_write()
      throws Exception {
    String own = "# theirs\n";
    host.shell(HOST, own);

    StepFailure failure = OneHost.failure(host.session(), "containerd", WITH_MIRROR);

    assertThat(failure.problem()).contains("does not change its configuration");
    assertThat(failure.hint()).contains("config_path");
    assertThat(host.shell("cat /etc/containerd/config.toml")).isEqualTo(own);
    assertThat(host.shell("head -c 9 /usr/local/bin/containerd")).isEqualTo("#!/bin/sh");
    assertThat(host.shell("cat /var/lib/systemctl.log")).doesNotContain("restart");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "config_path = '/etc/containerd/certs.d'",
        "      config_path = '/etc/containerd/certs.d:/etc/docker/certs.d'",
        "config_path = \"/opt/certs:/etc/containerd/certs.d\"",
      })
  void mirrors_are_found_as_each_version_writes_them(String line) throws Exception {
    host.shell(HOST, "version = 3\ndisabled_plugins = []\n" + line + "\n");

    install(WITH_MIRROR);

    assertThat(host.shell("cat /etc/containerd/certs.d/_default/hosts.toml")).isEqualTo("mirror");
  }

  @Test
  void one_that_came_with_docker_and_does_not_serve_kubernetes_is_told_so() throws Exception {
    host.shell(HOST, "disabled_plugins = [\"cri\"]\n");

    StepFailure failure = OneHost.failure(host.session(), "containerd", WITH_MIRROR);

    assertThat(failure.problem()).contains("does not serve Kubernetes");
    assertThat(failure.hint()).contains("disabled_plugins");
  }

  /** As the kubelet of the image wants it. */
  private static final String OF_IMAGE =
      """
      sandbox_image = "sealer.io/kube/pause:3.2"
      [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
        SystemdCgroup = true
      """;

  private void image() throws Exception {
    host.shell("printf '%s' \"$1\" > /var/lib/rootfs/etc/containerd.toml", OF_IMAGE);
  }

  @Test
  void all_is_told_at_once_that_pods_would_wait_for_in_vain() throws Exception {
    host.shell(
        HOST,
        """
        [plugins."io.containerd.grpc.v1.cri"]
          sandbox_image = "registry.k8s.io/pause:3.8"
          [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.crun.options]
            SystemdCgroup = true
          [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
            SystemdCgroup = false
        """);
    image();

    StepFailure failure = OneHost.failure(host.session(), "containerd", WITH_MIRROR);

    assertThat(failure.problem())
        .contains("reads no mirrors", "registry.k8s.io/pause:3.8", "control groups");
    assertThat(failure.hint())
        .contains(
            "config_path", "sandbox_image = \"sealer.io/kube/pause:3.2\"", "SystemdCgroup = true");
  }

  @Test
  void a_version_two_whose_pause_image_the_cluster_has_is_fine() throws Exception {
    host.shell(
        HOST,
        """
        version = 3
        [plugins.'io.containerd.cri.v1.images'.pinned_images]
          sandbox = 'registry.example/pause:3.9'
        [plugins.'io.containerd.cri.v1.images'.registry]
          config_path = '/etc/containerd/certs.d'
        [plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.runc.options]
          SystemdCgroup = true
        """);
    image();

    install(WITH_MIRROR);

    assertThat(host.shell("cat /etc/containerd/certs.d/_default/hosts.toml")).isEqualTo("mirror");
  }

  @Test
  void a_login_for_tokens_becomes_a_part_of_the_configuration_that_only_root_reads()
      throws Exception {
    host.shell(HOST, "");
    host.shell("rm /etc/containerd/config.toml /usr/local/bin/containerd");
    host.shell(
        "echo '[ \"$1\" != cat ] || [ -e /etc/systemd/system/$2 ]' >> /usr/local/bin/systemctl");
    String text =
        ContainerdLogin.text("gitlab.example:5050", new Credential.Basic("puller", "one"));
    String login = AgentPaths.certsOf("gitlab.example:5050").resolve("login.toml").toString();
    var rules =
        Map.of(
            login, Secret.of(text), AgentPaths.HOSTS_TOML.toString(), Secret.of("with password"));
    host.shell("printf 'version = 2\\n' > /var/lib/rootfs/etc/containerd.toml");

    install(work(rules, true));
    assertThat(host.shell("stat -c %a /etc/containerd/config.toml")).isEqualTo("600\n");
    assertThat(host.shell("cat /etc/containerd/config.toml")).isEqualTo("version = 2\n\n" + text);

    host.shell("printf 'version = 3\\n' > /var/lib/rootfs/etc/containerd.toml");
    install(work(rules, true));
    assertThat(host.shell("cat /etc/containerd/config.toml"))
        .contains("[plugins.\"io.containerd.cri.v1.images\".registry.configs.\"gitlab")
        .endsWith("password = \"one\"\n");

    install(WITH_MIRROR);
    assertThat(host.shell("stat -c %a /etc/containerd/config.toml")).isEqualTo("644\n");
    assertThat(host.shell("cat /etc/containerd/config.toml")).isEqualTo("version = 3\n");
  }
}
