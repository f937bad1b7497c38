package io.sealer.run.kubernetes;

import io.sealer.host.HostException;
import io.sealer.run.engine.Json;
import io.sealer.run.engine.StepContext;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Who leads etcd. */
final class EtcdLeader {
  private EtcdLeader() {}

  /** Lets a staying member lead, when this one does; a dead member does not lead. */
  static void handOver(StepContext at, Etcdctl etcd, Etcdctl.Member leaving, List<String> staying)
      throws HostException {
    JsonNode status =
        Json.parse("{\"all\":" + etcd.run(at, "endpoint", "status", "-w", "json") + "}")
            .path("all")
            .path(0)
            .path("Status");
    String leader = hex(status.path("leader"));
    if (!leader.equals(leaving.id())) {
      return;
    }
    String heir = hex(status.path("header").path("member_id"));
    var endpoints =
        staying.stream().map(a -> "https://" + ClusterNetwork.bracketed(a) + ":2379").toList();
    String own = leaving.peerUrl().replace(":2380", ":2379");
    etcd.run(at, "--endpoints=" + String.join(",", endpoints) + "," + own, "move-leader", heir);
  }

  /** etcd prints unsigned numbers, etcdctl takes hexadecimal ones. */
  private static String hex(JsonNode number) {
    return Long.toHexString(Long.parseUnsignedLong(number.asString("0")));
  }
}
