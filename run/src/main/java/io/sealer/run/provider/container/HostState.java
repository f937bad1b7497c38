package io.sealer.run.provider.container;

import io.sealer.run.clusterfile.ClusterHost;
import io.sealer.run.engine.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * What is remembered of one host.
 *
 * @param name short name within the cluster: {@code m1}, {@code w2}; its directory is called so
 * @param address IPv4 address
 * @param roles what it is in the cluster
 * @param tree root tree below its own files
 */
record HostState(String name, String address, List<String> roles, Path tree) {
  HostState {
    roles = List.copyOf(roles);
  }

  boolean isMaster() {
    return roles.contains(ClusterHost.MASTER);
  }

  HostState withRoles(List<String> value) {
    return new HostState(name, address, value, tree);
  }

  HostState withTree(Path value) {
    return new HostState(name, address, roles, value);
  }

  String json() {
    return Json.pretty(
        Map.of("name", name, "address", address, "roles", roles, "tree", tree.toString()));
  }

  static HostState parse(String json) {
    JsonNode node = Json.parse(json);
    var roles = new ArrayList<String>();
    node.path("roles").forEach(role -> roles.add(role.asString()));
    return new HostState(
        node.path("name").asString(),
        node.path("address").asString(),
        roles,
        Path.of(node.path("tree").asString()));
  }
}
