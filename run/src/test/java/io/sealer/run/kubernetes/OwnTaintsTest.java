package io.sealer.run.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.run.clusterfile.Taint;
import io.sealer.run.engine.Json;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class OwnTaintsTest {
  private static final Map<String, String> OTHERS =
      Map.of("key", "theirs", "value", "", "effect", "NoExecute");

  private static OwnTaints taints(String... texts) {
    return new OwnTaints(Arrays.stream(texts).map(Taint::parse).toList());
  }

  private static Map<String, String> db(String value) {
    return Map.of("key", "db", "value", value, "effect", "NoSchedule");
  }

  private static JsonNode node(String note, Object... taints) {
    return Json.parse(
        Json.line(
            Map.of(
                "metadata",
                Map.of("annotations", Map.of(OwnTaints.OURS, note)),
                "spec",
                Map.of("taints", List.of(taints)))));
  }

  @Test
  void a_new_node_gets_its_taints_and_the_note_of_them() {
    var wanted = taints("db=only:NoSchedule", "a:NoExecute");
    JsonNode bare = Json.parse("{}");

    assertThat(wanted.difference(bare)).contains("taint db=only:NoSchedule is not applied");
    assertThat(wanted.changes(bare)).isEqualTo(wanted.wanted());
    assertThat(wanted.note()).isEqualTo("a:NoExecute,db:NoSchedule");
  }

  @Test
  void one_that_has_them_and_those_of_others_is_left_alone() {
    var wanted = taints("db=only:NoSchedule");

    assertThat(wanted.difference(node("db:NoSchedule", db("only"), OTHERS))).isEmpty();
    assertThat(taints().difference(Json.parse("{}"))).isEmpty();
  }

  @Test
  void one_that_was_ours_and_is_not_wanted_any_more_goes_and_no_other() {
    JsonNode before = node("db:NoSchedule", db("only"), OTHERS);

    assertThat(taints().changes(before)).map(Taint::toString).containsExactly("db:NoSchedule-");
    assertThat(taints().difference(before)).contains("taint db:NoSchedule- is not applied");
    assertThat(taints().note()).isEmpty();
  }

  @Test
  void one_that_somebody_has_taken_away_already_leaves_only_the_note() {
    JsonNode before = node("db:NoSchedule", OTHERS);

    assertThat(taints().changes(before)).isEmpty();
    assertThat(taints().difference(before)).contains("taints are new");
  }

  @Test
  void another_value_is_written_over_and_not_taken_away() {
    JsonNode before = node("db:NoSchedule", db("only"));

    assertThat(taints("db=more:NoSchedule").changes(before))
        .map(Taint::toString)
        .containsExactly("db=more:NoSchedule");
  }

  @Test
  void one_that_is_to_be_removed_goes_whoever_made_it_and_is_not_noted() {
    var wanted = taints("theirs-");

    assertThat(wanted.changes(node("", OTHERS))).map(Taint::toString).containsExactly("theirs-");
    assertThat(wanted.difference(node("", db("only")))).isEmpty();
    assertThat(wanted.note()).isEmpty();
  }

  @Test
  void a_note_that_nobody_can_read_takes_nothing_away() {
    JsonNode odd = node(",:,???:NoSchedule,x", db("only"));

    assertThat(taints().changes(odd)).isEmpty();
    assertThat(taints().difference(odd)).contains("taints are new");
  }
}
