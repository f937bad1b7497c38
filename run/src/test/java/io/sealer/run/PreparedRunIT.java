package io.sealer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealer.host.Command;
import io.sealer.host.Connector;
import io.sealer.host.HostException;
import io.sealer.host.KnownHosts;
import io.sealer.host.testing.SimulatedHosts.Answer;
import io.sealer.run.clusterfile.ClusterHost;
import io.sealer.run.clusterfile.Clusterfile;
import io.sealer.run.engine.EventListener;
import io.sealer.run.engine.Plan;
import io.sealer.run.engine.PlannedStep;
import io.sealer.run.engine.Step;
import io.sealer.run.engine.StepContext;
import io.sealer.run.engine.Work;
import io.sealer.run.provider.ProviderListener;
import io.sealer.run.state.Revision;
import io.sealer.run.state.RunningImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens between a plan and its first step; the machines are only simulated. */
@SuppressWarnings("NullAway.Init")
class PreparedRunIT {
  private static final String NAME = RememberedCluster.NAME;
  private static final RunningImage IMAGE =
      new RunningImage("a:1", "sha256:0", "v1.20.2", Optional.empty(), List.of());

  @TempDir Path directory;
  private RememberedCluster cluster;
  private RememberingHosts hosts;
  private HostSessions sessions;
  private String master;

  /** A step that leaves a trace, on its host or only here. */
  private record Trace(AtomicBoolean left, boolean onHost) implements Work {
    @Override
    public Optional<String> check(StepContext at) {
      return left.get() ? Optional.empty() : Optional.of("wanted");
    }

    @Override
    public void run(StepContext at) throws HostException {
      if (onHost) {
        at.session().run(Command.of("trace"));
      }
      left.set(true);
    }
  }

  @BeforeEach
  void start() throws Exception {
    cluster = RememberedCluster.of(directory, 3, (address, script) -> new Answer("step", "", 0));
    hosts = cluster.hosts();
    master = hosts.address(0);
    var known = new KnownHosts(cluster.knownHosts(), first -> {});
    sessions = new HostSessions(Connector.create(known));
    cluster.home().make();
  }

  @AfterEach
  void stop() throws Exception {
    sessions.close();
    cluster.close();
  }

  private List<ClusterHost> at(String... addresses) {
    return hosts.file(IMAGE.name(), addresses).cluster().hosts();
  }

  private static PlannedStep todo(String host, Work work) {
    Step step = Step.of(host, "trace", "leave a trace", List.of(), "1", work);
    return new PlannedStep(step, Optional.of("wanted"));
  }

  /** A run that has just been planned, with a step for each of its hosts. */
  private PreparedRun planned(String... leaving) throws Exception {
    var steps = new ArrayList<PlannedStep>();
    steps.add(todo(master, new Trace(new AtomicBoolean(), true)));
    for (String address : leaving) {
      steps.add(todo(address, new Trace(new AtomicBoolean(), false)));
    }
    return planned(new Plan(steps), leaving);
  }

  private PreparedRun planned(Plan plan, String... leaving) throws Exception {
    Clusterfile file = hosts.file(IMAGE.name(), master);
    var members = new Membership(file, leaving.length == 0 ? List.of() : at(leaving));
    for (ClusterHost host :
        Stream.concat(file.cluster().hosts().stream(), members.leaving().stream()).toList()) {
      if (sessions.connect(List.of(host)).isEmpty()) {
        sessions.recall(host.address());
      }
    }
    hosts.forget();
    return new PreparedRun(
        cluster.environment(),
        RunRequest.of(file).onlyImages(),
        cluster.home(),
        members,
        IMAGE,
        new Revision(4, "def"),
        ProviderListener.NONE,
        plan,
        List.of(),
        sessions);
  }

  @Test
  void masters_are_asked_once_more_when_they_are_locked() throws Exception {
    hosts.remember(master, NAME, "3-abc", master);

    planned().apply(EventListener.NONE);

    assertThat(hosts.asked(master)).containsExactly("lock", "whose", "step");
  }

  @Test
  void a_plan_is_not_carried_out_when_another_run_has_recorded_something_since() throws Exception {
    hosts.remember(master, NAME, "3-abc", master);
    PreparedRun stale = planned();
    hosts.remember(master, NAME, "4-def", master);

    assertThatThrownBy(() -> stale.apply(EventListener.NONE))
        .isInstanceOfSatisfying(
            RunException.HostsBusy.class,
            busy -> assertThat(busy.hint()).isEqualTo("run the same command again"))
        .hasMessage("the cluster was changed by another run while this one was planned");
    assertThat(hosts.asked(master)).doesNotContain("step");
    assertThat(cluster.home().clusterfile()).isEmpty();
  }

  @Test
  void what_another_run_has_recorded_is_not_forgotten_by_one_that_had_nothing_to_do()
      throws Exception {
    hosts.remember(master, NAME, "3-abc", master);
    PreparedRun stale = planned(new Plan(List.of()));
    hosts.remember(master, NAME, "4-def", master);

    assertThatThrownBy(() -> stale.apply(EventListener.NONE))
        .isInstanceOf(RunException.HostsBusy.class);
    assertThat(cluster.home().clusterfile()).isEmpty();
  }

  @Test
  void hosts_that_leave_are_locked_unless_they_are_dead_or_have_gone_to_another_cluster()
      throws Exception {
    String ours = hosts.address(1);
    String gone = hosts.address(2);
    hosts.remember(master, NAME, "3-abc", master);
    hosts.remember(ours, NAME, "");
    hosts.remember(gone, "stage", "");

    planned(ours, gone, RememberingHosts.DEAD).apply(EventListener.NONE);

    assertThat(hosts.asked(ours)).containsExactly("lock");
    assertThat(hosts.asked(gone)).isEmpty();
  }
}
