package io.sealer.run.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.run.clusterfile.ClusterHost;
import io.sealer.run.clusterfile.Ssh;
import io.sealer.run.engine.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class NodeLabelsTest {
  private static final NodeLabels WORKER =
      NodeLabels.of(
          new ClusterHost(
              "10.0.0.1",
              List.of("node", "db"),
              Ssh.NOTHING,
              Map.of(),
              Map.of("disk", "ssd"),
              List.of()));

  private static JsonNode node(Map<String, String> labels, String ours) {
    return Json.parse(
        Json.line(
            Map.of(
                "metadata",
                Map.of("labels", labels, "annotations", Map.of(NodeLabels.OURS, ours)))));
  }

  private static Map<String, String> asWanted() {
    return Map.of(
        "node-role.kubernetes.io/node", "", "node-role.kubernetes.io/db", "", "disk", "ssd");
  }

  @Test
  void a_new_node_gets_roles_and_labels_and_the_note_of_them() {
    JsonNode bare = Json.parse("{\"metadata\":{\"labels\":{\"zone\":\"a\"}}}");

    assertThat(WORKER.difference(bare)).contains("label disk is missing");
    assertThat(WORKER.patch(bare))
        .containsOnlyKeys("disk", "node-role.kubernetes.io/db", "node-role.kubernetes.io/node")
        .containsEntry("disk", Optional.of("ssd"));
    assertThat(WORKER.note())
        .isEqualTo("disk,node-role.kubernetes.io/db,node-role.kubernetes.io/node");
  }

  @Test
  void one_with_all_of_them_and_others_is_left_alone() {
    var labels = new java.util.HashMap<>(asWanted());
    labels.put("zone", "a");

    assertThat(WORKER.difference(node(labels, WORKER.note()))).isEmpty();
  }

  @Test
  void a_label_and_a_role_that_were_ours_and_are_not_wanted_any_more_go_and_no_others() {
    JsonNode before = node(asWanted(), WORKER.note());
    var less =
        NodeLabels.of(
            new ClusterHost(
                "10.0.0.1", List.of("node"), Ssh.NOTHING, Map.of(), Map.of(), List.of()));

    assertThat(less.difference(before)).contains("label disk is not wanted");
    assertThat(less.patch(before))
        .containsEntry("disk", Optional.empty())
        .containsEntry("node-role.kubernetes.io/db", Optional.empty())
        .containsEntry("node-role.kubernetes.io/node", Optional.of(""));
    assertThat(less.difference(node(asWanted(), "node-role.kubernetes.io/node"))).isEmpty();
  }

  @Test
  void a_node_of_before_is_written_down_once() {
    assertThat(WORKER.difference(node(asWanted(), ""))).contains("labels are new");
    assertThat(Json.line(Map.of("labels", WORKER.patch(node(asWanted(), "gone")))))
        .doesNotContain("gone");
  }

  @Test
  void nothing_as_value_is_null_in_the_patch() {
    var none = new NodeLabels(Map.of());
    JsonNode before = node(Map.of("disk", "ssd"), "disk");

    assertThat(Json.line(none.patch(before))).isEqualTo("{\"disk\":null}");
    assertThat(none.note()).isEmpty();
  }
}
