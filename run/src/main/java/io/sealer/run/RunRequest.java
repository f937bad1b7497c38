package io.sealer.run;

import io.sealer.run.clusterfile.Clusterfile;
import io.sealer.run.preflight.HostProblem;
import java.util.Set;

/**
 * What to run.
 *
 * @param clusterfile the cluster that is wanted, flags already laid over it
 * @param breakLock whether to end another run's hold on the hosts
 * @param userKubeconfig whether to write {@code ~/.kube/config} even when there is one (which is
 *     kept beside it)
 * @param removeHosts whether hosts of the cluster that the Clusterfile does not name leave it: they
 *     are drained, taken out and cleaned; else that is refused
 * @param ignored checks of pre-flight whose problems are only told, or {@code all}
 * @param looking whether only the plan is wanted: then no hosts are made for it
 * @param flagsAlone whether no file was given: then what the flags do not say stays as the cluster
 *     has it
 * @param imagesOnly whether only the images are brought into the hosts' container runtime, and
 *     nothing of Kubernetes or of applications is touched
 */
public record RunRequest(
    Clusterfile clusterfile,
    boolean breakLock,
    boolean userKubeconfig,
    boolean removeHosts,
    Set<String> ignored,
    boolean looking,
    boolean flagsAlone,
    boolean imagesOnly) {
  /** Whether a host is reached. */
  private static final String SSH = "ssh";

  /** Checks without which a run cannot even be planned. */
  private static final Set<String> NEEDED =
      Set.of(SSH, "facts", "platform", "cluster", "root", "systemd");

  public RunRequest {
    ignored = Set.copyOf(ignored);
  }

  /** A run that respects locks and an existing kubeconfig. */
  public static RunRequest of(Clusterfile clusterfile) {
    return new RunRequest(clusterfile, false, false, false, Set.of(), false, false, false);
  }

  /** The same, of flags alone. */
  public RunRequest ofFlagsAlone() {
    return new RunRequest(
        clusterfile, breakLock, userKubeconfig, removeHosts, ignored, looking, true, imagesOnly);
  }

  public RunRequest breakingLocks() {
    return new RunRequest(
        clusterfile, true, userKubeconfig, removeHosts, ignored, looking, flagsAlone, imagesOnly);
  }

  public RunRequest writingUserKubeconfig() {
    return new RunRequest(
        clusterfile, breakLock, true, removeHosts, ignored, looking, flagsAlone, imagesOnly);
  }

  public RunRequest removingHosts() {
    return new RunRequest(
        clusterfile, breakLock, userKubeconfig, true, ignored, looking, flagsAlone, imagesOnly);
  }

  /** The same, in spite of what these checks of pre-flight find. */
  public RunRequest ignoring(Set<String> checks) {
    return new RunRequest(
        clusterfile,
        breakLock,
        userKubeconfig,
        removeHosts,
        checks,
        looking,
        flagsAlone,
        imagesOnly);
  }

  /** The same, only to be looked at. */
  public RunRequest onlyLooking() {
    return new RunRequest(
        clusterfile, breakLock, userKubeconfig, removeHosts, ignored, true, flagsAlone, imagesOnly);
  }

  /** The same, only to bring the images. */
  public RunRequest onlyImages() {
    return new RunRequest(
        clusterfile, breakLock, userKubeconfig, removeHosts, ignored, looking, flagsAlone, true);
  }

  /**
   * A problem as this request takes it. That a worker is not reached can be lived with only when it
   * is named: the run leaves it out.
   *
   * @param workers addresses of workers
   */
  HostProblem judged(HostProblem problem, Set<String> workers) {
    String check = problem.check();
    boolean named = ignored.contains(check);
    boolean canBe =
        check.equals(SSH) ? named && workers.contains(problem.host()) : !NEEDED.contains(check);
    boolean lived = canBe && (named || ignored.contains("all"));
    if (!lived || !problem.fatal()) {
      return problem;
    }
    boolean leftOut = check.equals(SSH);
    String told = leftOut ? " (left out of this run)" : " (ignored)";
    String hint = leftOut ? "the next run that reaches it catches up" : problem.hint();
    return HostProblem.warning(problem.host(), check, problem.problem() + told, hint);
  }

  RunRequest withClusterfile(Clusterfile value) {
    return new RunRequest(
        value, breakLock, userKubeconfig, removeHosts, ignored, looking, flagsAlone, imagesOnly);
  }
}
