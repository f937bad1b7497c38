package io.sealer.run.kubernetes;

import io.sealer.host.HostException;
import io.sealer.run.engine.StepContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * etcdctl in the etcd of a master that is alive.
 *
 * @param master address of that master
 * @param node its node's name
 */
record Etcdctl(String master, String node) {
  /**
   * A member.
   *
   * @param id hexadecimal
   * @param started whether it has ever run
   * @param name empty until it has run
   * @param peerUrl where other members reach it
   */
  record Member(String id, boolean started, String name, String peerUrl) {}

  static String peerUrl(String address) {
    return "https://" + ClusterNetwork.bracketed(address) + ":2380";
  }

  List<Member> members(StepContext at) throws HostException {
    return run(at, "member", "list", "-w", "simple")
        .lines()
        .map(line -> line.split(", ", -1))
        .filter(parts -> parts.length >= 5)
        .map(parts -> new Member(parts[0], !parts[4].isEmpty(), parts[2], parts[3]))
        .toList();
  }

  /** Output of a call that must succeed. */
  String run(StepContext at, String... arguments) throws HostException {
    var all =
        new ArrayList<>(
            List.of(
                "-n",
                "kube-system",
                "exec",
                "etcd-" + node,
                "--",
                "etcdctl",
                "--endpoints=https://127.0.0.1:2379",
                "--cacert=/etc/kubernetes/pki/etcd/ca.crt",
                "--cert=/etc/kubernetes/pki/etcd/server.crt",
                "--key=/etc/kubernetes/pki/etcd/server.key"));
    all.addAll(Arrays.asList(arguments));
    return new Kubectl(at.session(master)).run(all.toArray(String[]::new)).stdout();
  }
}
