package io.sealer.run.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealer.host.Secret;
import io.sealer.host.testing.SimulatedHosts;
import io.sealer.host.testing.SimulatedHosts.Answer;
import io.sealer.oci.Descriptor;
import io.sealer.oci.Reference;
import io.sealer.oci.store.DiskStore;
import io.sealer.run.ClusterRun;
import io.sealer.run.ClusterRunner;
import io.sealer.run.RunEnvironment;
import io.sealer.run.RunException;
import io.sealer.run.RunRequest;
import io.sealer.run.clusterfile.ClusterFlags;
import io.sealer.run.clusterfile.Clusterfile;
import io.sealer.run.clusterfile.Ssh;
import io.sealer.run.engine.EventListener;
import io.sealer.run.engine.Executor;
import io.sealer.run.engine.Plan;
import io.sealer.run.engine.PlannedStep;
import io.sealer.run.engine.Planner;
import io.sealer.run.engine.SimulatedCluster;
import io.sealer.run.engine.Step;
import io.sealer.run.engine.StepsFailed;
import io.sealer.run.preflight.HostProblem;
import io.sealer.run.provider.ProviderListener;
import io.sealer.run.state.AppImage;
import io.sealer.run.state.ClusterHome;
import io.sealer.run.state.RunningImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class ManyHostsIT {
  private static final int HOSTS = 60;
  private static final int MASTERS = 3;

  @TempDir Path directory;
  private final Map<String, UnaryOperator<String>> faults = new HashMap<>();
  private DiskStore store;
  private SimulatedHosts hosts;

  @BeforeEach
  void start() throws Exception {
    store = DiskStore.open(directory.resolve("store"));
    SmallImage.write(store);
    hosts = SimulatedHosts.start(HOSTS, Duration.ofMillis(20), this::answer);
  }

  private Answer answer(String address, String script) {
    Answer usual = new FreshServers().to(address, script);
    return usual.name().equals("facts")
        ? new Answer(
            "facts",
            faults.getOrDefault(address, UnaryOperator.identity()).apply(usual.output()),
            0)
        : usual;
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

  @Test
  void application_images_of_the_cluster_come_along_and_cost_no_question() throws Exception {
    int count = MASTERS + 2;
    Descriptor image = store.resolve(Reference.parse(SmallImage.NAME)).orElseThrow();
    var app = new AppImage("small", SmallImage.NAME, image.digest().toString());
    var running =
        new RunningImage(
            SmallImage.NAME, image.digest().toString(), "v1.20.2", Optional.empty(), List.of(app));
    Clusterfile wanted = wanted(MASTERS, count, ssh());
    String name = wanted.cluster().name();
    ClusterHome.of(home(count), name).make().save(wanted, running);

    List<String> all = hosts.addresses().subList(0, count);
    assertThat(steps(count, ssh()))
        .extracting(planned -> planned.step().id())
        .containsAll(Step.ids(all, "images-small"));

    assertThat(all).allMatch(address -> hosts.connections(address) == 1);
    assertThat(hosts.asked(all.getLast()))
        .containsExactlyInAnyOrder("facts", "whose", "probe", "check", "content");
  }

  @Test
  void nothing_goes_to_workers_before_every_master_has_what_it_starts_with() throws Exception {
    List<String> masters = hosts.addresses().subList(0, MASTERS);
    Map<String, Set<String>> needs = new HashMap<>();
    steps(MASTERS + 2, ssh()).forEach(p -> needs.put(p.step().id(), p.step().needs()));

    for (String worker : hosts.addresses().subList(MASTERS, MASTERS + 2)) {
      assertThat(needs.get(worker + "/agent"))
          .containsAll(Step.ids(masters, "rootfs"))
          .doesNotContainAnyElementsOf(Step.ids(masters, "images"));
    }
    for (String master : masters) {
      assertThat(needs.get(master + "/agent")).containsExactly(master + "/host");
    }
  }

  @Test
  void a_run_that_is_killed_at_any_boundary_of_any_step_is_finished_by_the_next_one()
      throws Exception {
    List<Step> real = steps(1, 3, ssh()).stream().map(PlannedStep::step).toList();
    assertThat(real).extracting(Step::name).contains("rootfs", "etcd", "leader", "ready", "record");

    for (int at = 1; at <= real.size() * SimulatedCluster.BOUNDARIES; at++) {
      var cluster = SimulatedCluster.killedAt(at);
      List<Step> steps = cluster.simulated(real);
      Plan first = new Planner(cluster).plan(steps);
      assertThatThrownBy(() -> new Executor(cluster, EventListener.NONE).apply(first))
          .as("boundary %d", at)
          .isInstanceOf(StepsFailed.class);
      cluster.revive();

      new Executor(cluster, EventListener.NONE).apply(new Planner(cluster).plan(steps));

      assertThat(new Planner(cluster).plan(steps).nothingToDo()).as("boundary %d", at).isTrue();
      assertThat(cluster.ran()).as("boundary %d", at).doesNotHaveDuplicates();
    }
  }

  @Test
  void whatever_is_wrong_with_any_host_is_told_at_once() {
    List<String> all = hosts.addresses();
    faults.put(all.get(1), ManyHostsIT::tenMinutesLate);
    faults.put(
        all.get(2),
        facts ->
            facts.replace("init\t", "listen\ttcp\t*:6443\tusers:((\"nginx\",pid=1,fd=3))\ninit\t"));
    faults.put(all.get(5), ManyHostsIT::tenMinutesLate);

    assertThatThrownBy(() -> plan(6))
        .isInstanceOfSatisfying(
            RunException.PreflightFailed.class,
            failed ->
                assertThat(failed.problems())
                    .extracting(p -> p.host() + " " + p.check() + ": " + p.problem())
                    .containsExactly(
                        all.get(1) + " time: its clock is -600 s off",
                        all.get(2) + " port: port 6443 is in use by nginx",
                        all.get(5) + " time: its clock is -600 s off"));
  }

  private static String tenMinutesLate(String facts) {
    long late = Instant.now().getEpochSecond() - 600;
    return facts.replaceFirst("time\t\\d+", "time\t" + late);
  }

  @Test
  void a_wrong_sudo_password_is_told_for_every_host_with_what_to_do_and_a_right_one_works()
      throws Exception {
    Ssh ops = ssh().withUser("ops");
    String wrong = "not-the-sudo-password";

    assertThatThrownBy(() -> plan(5, ops.withSudoPassword(Secret.of(wrong))))
        .isInstanceOfSatisfying(
            RunException.PreflightFailed.class,
            failed -> {
              assertThat(failed).message().doesNotContain(wrong);
              assertThat(failed.problems())
                  .extracting(HostProblem::host)
                  .containsExactlyInAnyOrderElementsOf(hosts.addresses().subList(0, 5));
              assertThat(failed.problems())
                  .allMatch(p -> p.problem().contains("wrong password"))
                  .allMatch(p -> p.hint().contains("SEALER_SUDO_PASSWORD"));
            });

    assertThat(plan(5, ops.withSudoPassword(Secret.of(SimulatedHosts.SUDO_PASSWORD)))).isPositive();
  }

  private Ssh ssh() {
    return Ssh.NOTHING.withUser("root").withKey(hosts.key()).withPort(hosts.port());
  }

  private int plan(int count) throws Exception {
    return plan(count, ssh());
  }

  /** Plans a cluster of that many hosts, on which nothing was done yet; answers how many steps. */
  private int plan(int count, Ssh ssh) throws Exception {
    return steps(count, ssh).size();
  }

  private Clusterfile wanted(int masters, int count, Ssh ssh) {
    List<String> all = hosts.addresses();
    return ClusterFlags.NONE
        .withImage(SmallImage.NAME)
        .withHosts(
            String.join(",", all.subList(0, masters)),
            String.join(",", all.subList(masters, count)))
        .withSsh(ssh)
        .toClusterfile();
  }

  private List<PlannedStep> steps(int count, Ssh ssh) throws Exception {
    return steps(MASTERS, count, ssh);
  }

  private List<PlannedStep> steps(int masters, int count, Ssh ssh) throws Exception {
    Clusterfile wanted = wanted(masters, count, ssh);
    try (ClusterRun run =
        new ClusterRunner(environment(count), ProviderListener.NONE)
            .prepare(RunRequest.of(wanted).onlyLooking(), EventListener.NONE)) {
      assertThat(run.plan().steps()).allMatch(PlannedStep::todo);
      return run.plan().steps();
    }
  }

  private Path home(int count) {
    return directory.resolve("home-" + count);
  }

  private RunEnvironment environment(int count) throws Exception {
    Path home = home(count);
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
