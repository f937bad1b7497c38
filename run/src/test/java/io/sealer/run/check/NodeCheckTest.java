package io.sealer.run.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.run.engine.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

final class NodeCheckTest {
  private static String node(String name, String ready, String... addresses) {
    var all = new StringBuilder("{\"type\":\"Hostname\",\"address\":\"%s\"}".formatted(name));
    for (String address : addresses) {
      all.append(",{\"type\":\"InternalIP\",\"address\":\"%s\"}".formatted(address));
    }
    return """
        {"metadata":{"name":"%s"},"status":{"addresses":[%s],"conditions":[{"type":"Ready","status":"%s"}]}}"""
        .formatted(name, all, ready);
  }

  private static List<String> told(String... nodes) {
    var list = Json.parse("{\"items\":[" + String.join(",", nodes) + "]}");
    return NodeCheck.judge(list, List.of("10.0.0.1", "10.0.0.2")).stream()
        .map(f -> f.host() + " " + f.level().text() + ": " + f.message())
        .toList();
  }

  @Test
  void hosts_are_nodes_that_are_ready_or_not() {
    assertThat(told(node("a", "True", "10.0.0.1", "fd00::1"), node("b", "Unknown", "10.0.0.2")))
        .containsExactly("10.0.0.1 ok: it is Ready", "10.0.0.2 fail: it is not Ready");
    assertThat(told(node("a", "True", "10.0.0.1")))
        .containsExactly("10.0.0.1 ok: it is Ready", "10.0.0.2 fail: it is not a node");
  }

  @Test
  void a_node_that_no_host_of_the_cluster_is_is_told() {
    assertThat(
            told(
                node("a", "True", "10.0.0.1"),
                node("b", "True", "10.0.0.2"),
                node("c", "True", "10.0.0.7")))
        .contains("- warn: node c is no host of the cluster as this machine knows it")
        .hasSize(3);
  }
}
