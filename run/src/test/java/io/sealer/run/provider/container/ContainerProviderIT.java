package io.sealer.run.provider.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealer.host.Secret;
import io.sealer.run.clusterfile.HostGroup;
import io.sealer.run.clusterfile.Ssh;
import io.sealer.run.provider.ProvidedHost;
import io.sealer.run.provider.ProviderListener;
import io.sealer.run.provider.ProviderRequest;
import io.sealer.run.provider.ProviderSite;
import io.sealer.run.provider.Provision;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerProviderIT {
  private static final String CLUSTER = "it";
  @TempDir Path home;
  private final ContainerProvider provider = new ContainerProvider();
  private ProviderSite site = new ProviderSite(Path.of("/"), Path.of("/"));

  @BeforeEach
  void choose_site() {
    site = new ProviderSite(home, Remains.cache());
  }

  @AfterEach
  void delete_hosts() throws Exception {
    provider.delete(CLUSTER, site, ProviderListener.NONE);
  }

  @Test
  void three_hosts_are_up_in_seconds_know_each_other_and_leave_nothing() throws Exception {
    NodeTree.ensure(site, ProviderListener.NONE);
    long begun = System.nanoTime();
    Provision made = provider.ensure(request(1, 2), ProviderListener.NONE);
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(60));
    Remains remains = Remains.of(CLUSTER, site);
    assertThat(made.hosts())
        .extracting(ProvidedHost::name)
        .containsExactly("it-m1", "it-w1", "it-w2");
    assertThat(Files.getPosixFilePermissions(made.hosts().getFirst().ssh().key().orElseThrow()))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    for (ProvidedHost host : made.hosts()) {
      assertThat(ssh(made, host, "hostname")).isEqualTo(host.name());
    }
    assertThat(ssh(made, made.hosts().getFirst(), "getent hosts it-w2 && ping -c1 -W2 it-w1"))
        .contains(made.hosts().getLast().address(), "1 received");
    assertThat(Path.of("/proc/sys/net/ipv4/conf/sealer-" + remains.id() + "/forwarding"))
        .as("what hosts send to elsewhere is not forwarded")
        .hasContent("0");
    assertThat(provider.describe(CLUSTER, site)).allMatch(ProvidedHost::running).hasSize(3);
    assertThat(remains.list()).isNotEmpty();

    provider.delete(CLUSTER, site, ProviderListener.NONE);
    assertThat(remains.list()).isEmpty();
    assertThat(provider.describe(CLUSTER, site)).isEmpty();
  }

  @Test
  void a_host_keeps_its_disk_when_its_power_fails_and_running_hosts_are_kept() throws Exception {
    Provision made = provider.ensure(request(1, 1), ProviderListener.NONE);
    ProvidedHost master = made.hosts().getFirst();
    ProvidedHost worker = made.hosts().getLast();
    String write = "echo kept >/root/file; echo kept >/var/lib/etcd/file; sync; ";
    ssh(made, master, write);
    String boot = ssh(made, worker, "date +%s%N >/run/boot; cat /run/boot");

    new Accidents(CLUSTER, site).kill(master.address());
    assertThat(provider.describe(CLUSTER, site))
        .extracting(ProvidedHost::running)
        .containsExactly(false, true);
    Provision again = provider.ensure(request(1, 1), ProviderListener.NONE);
    assertThat(again).isEqualTo(made);
    assertThat(
            ssh(
                again,
                master,
                "cat /root/file /var/lib/etcd/file; cat /run/boot 2>/dev/null || true"))
        .isEqualTo("kept\nkept");
    assertThat(ssh(again, worker, "cat /run/boot")).isEqualTo(boot);

    new Accidents(CLUSTER, site).restart(worker.address());
    assertThat(ssh(again, worker, "cat /run/boot 2>/dev/null || true")).isEmpty();
  }

  @Test
  void a_paused_host_does_not_answer_until_it_goes_on() throws Exception {
    ProvidedHost host = provider.ensure(request(1, 0), ProviderListener.NONE).hosts().getFirst();
    var accidents = new Accidents(CLUSTER, site);
    accidents.pause(host.address());
    assertThat(Readiness.answers(host.address())).isFalse();
    accidents.resume(host.address());
    assertThat(Await.until(Duration.ofSeconds(10), () -> Readiness.answers(host.address())))
        .isTrue();
    accidents.pause(host.address());
    provider.delete(CLUSTER, site, ProviderListener.NONE);
  }

  @Test
  void hosts_are_added_and_removed_as_the_number_says() throws Exception {
    Provision one = provider.ensure(request(1, 0), ProviderListener.NONE);
    Provision three = provider.ensure(request(1, 2), ProviderListener.NONE);
    assertThat(three.hosts()).containsAll(one.hosts());
    assertThat(ssh(three, three.hosts().getFirst(), "getent hosts it-w2")).contains("it-w2");
    assertThat(provider.ensure(request(1, 1).keepingSurplus(), ProviderListener.NONE).hosts())
        .hasSize(2);
    assertThat(provider.describe(CLUSTER, site)).hasSize(3);
    provider.ensure(request(1, 1), ProviderListener.NONE);
    assertThat(provider.describe(CLUSTER, site))
        .extracting(ProvidedHost::name)
        .containsExactly("it-m1", "it-w1");
    provider.remove(CLUSTER, List.of(three.hosts().get(1).address()), site, ProviderListener.NONE);
    assertThat(provider.describe(CLUSTER, site))
        .extracting(ProvidedHost::name)
        .containsExactly("it-m1");
  }

  @Test
  void a_user_with_a_password_gets_in_and_needs_it_for_sudo() throws Exception {
    Ssh ssh = Ssh.NOTHING.withUser("admin").withPassword(Secret.of("pass 'word"));
    var request =
        new ProviderRequest(CLUSTER, List.of(HostGroup.counted("master", 1)), ssh, site, false);
    Provision made = provider.ensure(request, ProviderListener.NONE);
    Path askpass = home.resolve("askpass");
    Files.writeString(askpass, "#!/bin/sh\necho \"pass 'word\"\n");
    Files.setPosixFilePermissions(askpass, PosixFilePermissions.fromString("rwx------"));
    var builder =
        new ProcessBuilder(
            "ssh",
            "-o",
            "UserKnownHostsFile=" + made.knownHosts().orElseThrow(),
            "-o",
            "StrictHostKeyChecking=yes",
            "-o",
            "PubkeyAuthentication=no",
            "admin@" + made.hosts().getFirst().address(),
            "sudo -n true 2>&1; echo \"pass 'word\" | sudo -S -p '' id -un");
    builder.environment().put("SSH_ASKPASS", askpass.toString());
    builder.environment().put("SSH_ASKPASS_REQUIRE", "force");
    assertThat(output(builder)).contains("a password is required").endsWith("root");
  }

  @Test
  void hosts_can_be_given_by_address_in_a_free_network() throws Exception {
    var groups = List.of(HostGroup.of("master", List.of("10.219.77.5")));
    var request = new ProviderRequest(CLUSTER, groups, Ssh.NOTHING, site, false);
    Provision made = provider.ensure(request, ProviderListener.NONE);
    assertThat(ssh(made, made.hosts().getFirst(), "ip -4 -br address show host0"))
        .contains("10.219.77.5/24");
    var loopback =
        new ProviderRequest(
            "other",
            List.of(HostGroup.of("master", List.of("127.0.0.5"))),
            Ssh.NOTHING,
            site,
            false);
    assertThatThrownBy(() -> provider.ensure(loopback, ProviderListener.NONE))
        .hasMessageContaining("in use on this machine");
  }

  @Test
  void a_sealer_killed_in_the_middle_leaves_what_another_can_complete_or_remove() throws Exception {
    for (int millis : List.of(150, 600)) {
      killedAfter(millis);
      Remains remains = Remains.of(CLUSTER, site);
      Provision made = provider.ensure(request(1, 2), ProviderListener.NONE);
      assertThat(ssh(made, made.hosts().getLast(), "echo up")).isEqualTo("up");
      provider.delete(CLUSTER, site, ProviderListener.NONE);
      assertThat(remains.list()).isEmpty();

      killedAfter(millis);
      remains = Remains.of(CLUSTER, site);
      provider.delete(CLUSTER, site, ProviderListener.NONE);
      assertThat(remains.list()).isEmpty();
    }
  }

  /** Runs the provider in a process of its own, and kills it some time after it has begun. */
  private void killedAfter(int millis) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                EnsureMain.class.getName(),
                home.toString(),
                site.cache().toString(),
                CLUSTER)
            .inheritIO()
            .start();
    try {
      Path begun = site.hosts().resolve(CLUSTER).resolve("cluster.json");
      assertThat(Await.until(Duration.ofSeconds(30), () -> Files.exists(begun))).isTrue();
      process.waitFor(millis, TimeUnit.MILLISECONDS);
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private ProviderRequest request(int masters, int nodes) {
    return EnsureMain.request(CLUSTER, site, masters, nodes);
  }

  private static String ssh(Provision made, ProvidedHost host, String command) throws Exception {
    return output(
        new ProcessBuilder(
            "ssh",
            "-i",
            host.ssh().key().orElseThrow().toString(),
            "-o",
            "UserKnownHostsFile=" + made.knownHosts().orElseThrow(),
            "-o",
            "StrictHostKeyChecking=yes",
            "-o",
            "BatchMode=yes",
            "-o",
            "LogLevel=ERROR",
            "root@" + host.address(),
            command));
  }

  private static String output(ProcessBuilder builder) throws Exception {
    Process process =
        builder.redirectErrorStream(true).redirectInput(Path.of("/dev/null").toFile()).start();
    String text =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    process.waitFor();
    return text.strip();
  }
}
