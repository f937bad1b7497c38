package io.sealer.run;

import io.sealer.host.Command;
import io.sealer.host.HostException;
import io.sealer.host.Session;
import io.sealer.run.kubernetes.KeepRecord;
import io.sealer.run.preflight.HostProblem;
import io.sealer.run.state.Revision;
import java.util.List;
import java.util.Optional;

/**
 * What a host remembers of the cluster that it is in.
 *
 * @param cluster name of the cluster; empty when it is in none
 * @param revision which state of the cluster it has been told; masters only
 * @param authority fingerprint of who signs the cluster's certificates, where it has any
 * @param etcd addresses of the masters that its etcd has started with; empty when it has none
 */
record HostMemory(
    String cluster, Optional<Revision> revision, Optional<String> authority, List<String> etcd) {
  /** The cluster's name, the revision, the fingerprint, then the founders of etcd, one a line. */
  private static final Command ASK =
      Command.script(
              """
              for file in /var/lib/sealer/node/cluster "$1"; do
                if [ -s "$file" ]; then head -n 1 "$file"; else echo; fi
              done
              if [ -s /etc/kubernetes/pki/ca.crt ]; then sha256sum </etc/kubernetes/pki/ca.crt; else echo; fi
              cat /var/lib/sealer/node/etcd-members 2>/dev/null || true
              """,
              KeepRecord.MARK)
          .named("look which cluster it belongs to");

  HostMemory {
    etcd = List.copyOf(etcd);
  }

  static HostMemory ask(Session session) throws HostException {
    return of(session.run(ASK).lines().stream().map(String::strip).toList());
  }

  private static HostMemory of(List<String> told) {
    return new HostMemory(
        told.isEmpty() ? "" : told.getFirst(),
        told.stream().skip(1).limit(1).flatMap(line -> Revision.parse(line).stream()).findFirst(),
        told.stream().skip(2).limit(1).filter(line -> !line.isEmpty()).findFirst(),
        told.stream().skip(3).filter(line -> !line.isEmpty()).toList());
  }

  /** Whether the host belongs to a cluster of another name. */
  boolean isOfAnother(String name) {
    return !cluster.isEmpty() && !cluster.equals(name);
  }

  /**
   * A change of the cluster that this machine has missed.
   *
   * @param address of the host
   * @param known what this machine knows
   * @param wanted what it is about to record, or has in a run that was killed
   */
  Optional<HostProblem> missed(String address, Revision known, Revision wanted) {
    return revision
        .filter(told -> told.isNewsTo(known, wanted))
        .map(
            _ ->
                HostProblem.fatal(
                    address,
                    "state",
                    known.equals(Revision.NONE)
                        ? "the cluster is known to another machine, and not to this one"
                        : "the cluster was changed from another machine in the meantime",
                    "learn what it is now: sealer adopt " + address));
  }
}
