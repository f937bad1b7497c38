package io.sealer.run;

import io.sealer.host.Facts;
import io.sealer.host.HostException;
import io.sealer.host.Session;
import io.sealer.run.apps.AppRecord;
import io.sealer.run.apps.AppRecords;
import io.sealer.run.clusterfile.Cluster;
import io.sealer.run.clusterfile.ClusterHost;
import io.sealer.run.engine.HostAccess;
import io.sealer.run.engine.Json;
import io.sealer.run.kubernetes.Kubectl;
import io.sealer.run.preflight.Preflight;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The API server of a cluster as it is asked while a run is planned. A cluster that is not made yet
 * has none, and one that is broken does not answer: neither keeps a run from being planned.
 *
 * @param hosts connections with them
 * @param masters that may have one
 */
record RunningApi(HostAccess hosts, List<String> masters) {
  /** Something that is asked through a master. */
  private interface Question<T> {
    T ask(Session session) throws HostException;
  }

  RunningApi {
    masters = List.copyOf(masters);
  }

  /**
   * That of a cluster.
   *
   * @param facts of the hosts that were reached; those on which sealer never worked have none
   */
  static RunningApi of(HostAccess hosts, Cluster cluster, Map<String, Facts> facts) {
    List<String> masters =
        cluster.masters().stream()
            .map(ClusterHost::address)
            .filter(
                address ->
                    Optional.ofNullable(facts.get(address))
                        .filter(f -> !Preflight.isFresh(f))
                        .isPresent())
            .toList();
    return new RunningApi(hosts, masters);
  }

  /** What the cluster remembers of applications; empty when nobody answers. */
  Optional<List<AppRecord>> applications() {
    return ask(session -> new AppRecords(session).all());
  }

  /** The version of Kubernetes, such as {@code v1.30.2}; empty when nobody answers. */
  Optional<String> kubernetes() {
    return ask(session ->
            new Kubectl(session).run("get", "--raw", "/version", "--request-timeout=20s").stdout())
        .map(version -> Json.parse(version).path("gitVersion").asString(""))
        .filter(version -> !version.isEmpty());
  }

  /** The answer of the first master that has one. */
  private <T> Optional<T> ask(Question<T> question) {
    for (String master : masters) {
      try {
        return Optional.of(question.ask(hosts.session(master)));
      } catch (HostException e) {
        // Another master may answer.
      }
    }
    return Optional.empty();
  }
}
