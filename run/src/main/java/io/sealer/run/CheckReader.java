package io.sealer.run;

import io.sealer.host.HostException;
import io.sealer.host.Session;
import io.sealer.run.check.ClusterCheck;
import io.sealer.run.check.Finding;
import io.sealer.run.check.HostCheck;
import io.sealer.run.check.KubeletCheck;
import io.sealer.run.clusterfile.ClusterHost;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks at every host of a cluster at once, then at Kubernetes. */
final class CheckReader {
  private CheckReader() {}

  static List<Finding> read(ReachedCluster cluster)
      throws HostException, IOException, InterruptedException {
    List<ClusterHost> reached = cluster.connect(cluster.cluster().hosts());
    var found = new ArrayList<Finding>();
    cluster
        .unreached()
        .forEach((host, why) -> found.add(Finding.fail(host, "ssh", why.problem(), why.hint())));
    cluster.onEach(reached, (host, at) -> host(host, at, reached)).forEach(found::addAll);
    found.addAll(kubernetes(cluster));
    return found;
  }

  private static List<Finding> host(ClusterHost host, Session session, List<ClusterHost> all) {
    try {
      var found =
          new ArrayList<>(new HostCheck(host.address(), host.isMaster(), session).findings());
      if (host.isMaster() && all.size() > 1) {
        List<String> others =
            all.stream().filter(other -> !other.equals(host)).map(HostSurvey::door).toList();
        found.add(KubeletCheck.of(host.address(), others, session));
      }
      return found;
    } catch (HostException e) {
      return List.of(Finding.fail(host.address(), "host", e.problem(), e.hint()));
    }
  }

  private static List<Finding> kubernetes(ReachedCluster cluster) throws HostException {
    Optional<ClusterHost> master = cluster.answering();
    if (master.isEmpty()) {
      return List.of(
          Finding.fail(
              Finding.CLUSTER,
              "apiserver",
              "no API server is ready",
              "look at the containers of kube-apiserver and etcd on the masters"));
    }
    return new ClusterCheck(cluster.session(master.get()))
        .findings(addresses(cluster.cluster().hosts()), addresses(cluster.cluster().masters()));
  }

  private static List<String> addresses(List<ClusterHost> hosts) {
    return hosts.stream().map(ClusterHost::address).toList();
  }
}
