package io.sealer.run;

import io.sealer.run.clusterfile.Cluster;
import io.sealer.run.clusterfile.Clusterfile;
import java.util.ArrayList;
import java.util.List;

/**
 * Names everything that a Clusterfile asks for and that is not there, so that nothing is ignored.
 */
final class Unsupported {
  private Unsupported() {}

  static List<String> in(Clusterfile file) {
    var problems = new ArrayList<String>();
    Cluster cluster = file.cluster();
    file.plugins()
        .forEach(p -> problems.add("Plugin " + p.name() + ": plugins are not supported yet"));
    cluster.groups().stream()
        .flatMap(group -> group.ips().stream())
        .filter(ip -> ip.contains(":"))
        .findFirst()
        .ifPresent(
            ip ->
                problems.add(
                    "host "
                        + ip
                        + ": clusters of IPv6 hosts are not supported yet; give IPv4 addresses"));
    if (!cluster.cmdArgs().isEmpty()) {
      problems.add(
          "spec.cmd_args: arguments of commands are not supported yet; write them into spec.cmd");
    }
    cluster
        .containerRuntime()
        .filter(type -> !type.equals("containerd"))
        .ifPresent(type -> problems.add("container runtime " + type + " is not supported yet"));
    return problems;
  }
}
