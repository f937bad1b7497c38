package io.sealer.run;

import io.sealer.run.check.Finding;
import io.sealer.run.clusterfile.Clusterfile;
import io.sealer.run.engine.EventListener;
import java.util.List;

/**
 * All that can be done with clusters from this machine. Thread-safe for different clusters; every
 * method blocks and ends soon when its thread is interrupted.
 *
 * <pre>{@code
 * try (ClusterRun run = clusters.prepare(RunRequest.of(clusterfile), events)) {
 *   System.out.println(run.plan().describe());
 *   RunResult result = run.apply(events);
 * }
 * }</pre>
 */
public interface Clusters {
  /**
   * Reaches the hosts (and makes them, where the provider does that), judges them, and plans. A
   * cluster of this name that exists is brought to what the request says.
   *
   * @param events told of what the provider does
   * @throws RunException.Invalid when the Clusterfile is incomplete or asks for what is not there
   * @throws RunException.PreflightFailed with every problem of every host
   */
  ClusterRun prepare(RunRequest request, EventListener events)
      throws RunException, InterruptedException;

  /**
   * Removes a cluster: everything that sealer has written on its hosts, and hosts that a provider
   * made. Works on half-made clusters; proves that nothing is left.
   */
  DeleteResult delete(DeleteRequest request, EventListener events)
      throws RunException, InterruptedException;

  /** The applications that are launched in a cluster, and how they are. */
  List<ClusterApp> apps(StatusRequest request) throws RunException, InterruptedException;

  /**
   * Removes applications from a cluster: exactly what launching them made.
   *
   * @throws RunException.Invalid when one is not launched, or nobody knows what it consists of;
   *     nothing was removed then
   */
  List<String> removeApps(AppRemoval request, EventListener events)
      throws RunException, InterruptedException;

  /** Everything that was looked at in a running cluster, what is well too; changes nothing. */
  List<Finding> check(StatusRequest request) throws RunException, InterruptedException;

  /** What a cluster is now. */
  ClusterStatus status(StatusRequest request) throws RunException, InterruptedException;

  /**
   * Puts facts, logs and states of a cluster into one file, from which secrets are taken out as
   * well as a program can; also of a cluster that is half-made or partly unreachable.
   *
   * @return how many things could not be had; the file's {@code index.json} says which and why
   */
  int support(SupportRequest request) throws RunException, InterruptedException;

  /**
   * Learns a cluster that another machine has made or changed from one of its masters, so that this
   * machine can go on with it. Changes nothing on hosts.
   *
   * @throws RunException.Failed when the master has no record, or this machine knows a newer one
   */
  Adopted adopt(AdoptRequest request) throws RunException, InterruptedException;

  /**
   * The Clusterfile that a cluster was last brought to, without secrets: what scaling starts from.
   *
   * @throws RunException.Failed when this machine does not know the cluster
   */
  Clusterfile saved(String cluster) throws RunException;
}
