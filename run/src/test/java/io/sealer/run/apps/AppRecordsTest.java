package io.sealer.run.apps;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AppRecordsTest {
  private final FakeKubernetes cluster = new FakeKubernetes();
  private final AppRecords records = new AppRecords(cluster);

  private static AppRecord app(String name) {
    return new AppRecord(name, "kube", name + ":1", "1", "", "", List.of(), List.of());
  }

  /** As an older version of sealer has remembered it. */
  private void rememberedBefore(String name) {
    String now = "\"" + AppRecord.configMap(name) + "\"";
    String before = "\"" + AppRecord.sharedConfigMap(name) + "\"";
    cluster.put(app(name).manifest().replace(now, before));
  }

  @Test
  void names_that_only_differ_in_letters_that_config_maps_cannot_have_are_kept_apart()
      throws Exception {
    List<String> names = List.of("web", "Web", "a-b", "a_b", "a.b", "a.", "A_b");
    for (String name : names) {
      records.put(app(name));
    }

    assertThat(cluster.names("ConfigMap"))
        .hasSameSizeAs(names)
        .allMatch(name -> name.matches("[a-z0-9]([-a-z0-9.]*[a-z0-9])?"));
    for (String name : names) {
      assertThat(records.find(name)).contains(app(name));
    }
    assertThat(records.all()).extracting(AppRecord::name).containsExactlyElementsOf(sorted(names));
    records.forget("Web");
    assertThat(records.find("Web")).isEmpty();
    assertThat(records.find("web")).contains(app("web"));
  }

  private static List<String> sorted(List<String> names) {
    return names.stream().sorted().toList();
  }

  @Test
  void config_maps_of_names_that_may_stand_there_are_called_as_before() {
    assertThat(Stream.of("web", "my-app", "v1.2").map(AppRecord::configMap))
        .containsExactly("sealer-app-web", "sealer-app-my-app", "sealer-app-v1.2");
  }

  @Test
  void what_was_remembered_before_is_found_updated_and_removed() throws Exception {
    rememberedBefore("Web");
    assertThat(records.find("Web")).contains(app("Web"));
    assertThat(records.find("web")).isEmpty();
    assertThat(records.all()).containsExactly(app("Web"));

    assertThat(records.settle("Web")).contains(app("Web"));
    assertThat(cluster.names("ConfigMap")).containsExactly(AppRecord.configMap("Web"));
    records.forget("Web");
    assertThat(records.all()).isEmpty();

    rememberedBefore("a_b");
    records.forget("a-b");
    assertThat(records.all()).containsExactly(app("a_b"));
    records.forget("a_b");
    assertThat(cluster.names("ConfigMap")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"web", "WEB"})
  void another_name_never_takes_the_place_of_what_was_remembered_before(String other)
      throws Exception {
    rememberedBefore("Web");

    assertThat(records.settle(other)).isEmpty();
    records.put(app(other));

    assertThat(records.all()).containsExactlyInAnyOrder(app("Web"), app(other));
    assertThat(records.find("Web")).contains(app("Web"));
  }

  @Test
  void a_record_that_was_being_moved_counts_once() throws Exception {
    rememberedBefore("Web");
    AppRecord newer = new AppRecord("Web", "kube", "Web:2", "2", "", "", List.of(), List.of());
    cluster.remember(newer);

    assertThat(records.all()).containsExactly(newer);
    assertThat(records.settle("Web")).contains(newer);
  }
}
