package io.sealer.run.scale;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.host.testing.SimulatedHosts;
import io.sealer.oci.store.DiskStore;
import io.sealer.run.ClusterRun;
import io.sealer.run.ClusterRunner;
import io.sealer.run.RunEnvironment;
import io.sealer.run.RunRequest;
import io.sealer.run.clusterfile.ClusterFlags;
import io.sealer.run.clusterfile.Clusterfile;
import io.sealer.run.clusterfile.Ssh;
import io.sealer.run.engine.EventListener;
import io.sealer.run.engine.PlannedStep;
import io.sealer.run.provider.ProviderListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class ManyHostsIT {
  private static final int HOSTS = 60;
  private static final int MASTERS = 3;

  @TempDir Path directory;
  private DiskStore store;
  private SimulatedHosts hosts;

  @BeforeEach
  void start() throws Exception {
    store = DiskStore.open(directory.resolve("store"));
    SmallImage.write(store);
    hosts = SimulatedHosts.start(HOSTS, Duration.ofMillis(20), new FreshServers());
  }

  @AfterEach
  void stop() throws Exception {
    hosts.close();
    store.close();
  }

  @Test
  void each_host_has_one_connection_and_is_asked_the_same_however_many_there_are()
      throws Exception {
    int few = plan(MASTERS + 1);
    String worker = hosts.addresses().get(MASTERS);
    List<String> asked = hosts.asked(worker);
    assertThat(hosts.connections(worker)).isEqualTo(1);
    assertThat(asked).containsExactlyInAnyOrder("facts", "whose", "probe", "check", "content");
    int each = plan(MASTERS + 2) - few;
    hosts.forget();

    assertThat(plan(HOSTS)).isEqualTo(few + each * (HOSTS - MASTERS - 1));

    assertThat(hosts.addresses()).allMatch(address -> hosts.connections(address) == 1);
    assertThat(hosts.addresses().subList(MASTERS, HOSTS))
        .allSatisfy(w -> assertThat(hosts.asked(w)).containsExactlyInAnyOrderElementsOf(asked));
  }

  /** Plans a cluster of that many hosts, on which nothing was done yet; answers how many steps. */
  private int plan(int count) throws Exception {
    List<String> all = hosts.addresses();
    Clusterfile wanted =
        ClusterFlags.NONE
            .withImage(SmallImage.NAME)
            .withHosts(
                String.join(",", all.subList(0, MASTERS)),
                String.join(",", all.subList(MASTERS, count)))
            .withSsh(Ssh.NOTHING.withUser("root").withKey(hosts.key()).withPort(hosts.port()))
            .toClusterfile();
    try (ClusterRun run =
        new ClusterRunner(environment(count), ProviderListener.NONE)
            .prepare(RunRequest.of(wanted).onlyLooking(), EventListener.NONE)) {
      assertThat(run.plan().steps()).allMatch(PlannedStep::todo);
      return run.plan().steps().size();
    }
  }

  private RunEnvironment environment(int count) throws Exception {
    Path home = directory.resolve("home-" + count);
    Path agent = Files.writeString(directory.resolve("agent.tar.gz"), "never sent");
    return RunEnvironment.of(
            home,
            directory.resolve("cache"),
            directory.resolve("user"),
            store,
            home.resolve("known_hosts"),
            first -> {})
        .withAgentArchive(agent);
  }
}
