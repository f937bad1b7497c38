package io.sealer.build.execute;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.build.context.Entry;
import io.sealer.oci.image.AppKind;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AppKindsTest {
  private static AppKinds.Detected detected(String... files) {
    return AppKinds.detect(
        "app",
        Stream.of(files)
            .map(f -> new Entry(f, Path.of(f), Entry.Kind.FILE, 0644, 1, 0, 0))
            .toList());
  }

  @Test
  void a_chart_has_templates_or_charts_of_its_own() {
    var chart = new AppKinds.Detected(AppKind.HELM, List.of("app"));
    assertThat(detected("Chart.yaml", "templates/a.yaml", "README.md")).isEqualTo(chart);
    assertThat(detected("Chart.yaml", "values.yaml", "charts/redis-1.0.0.tgz")).isEqualTo(chart);
    assertThat(detected("Chart.yaml", "README.md").kind()).isEqualTo(AppKind.UNKNOWN);
  }

  @Test
  void other_applications_are_told_by_what_their_files_have_in_common() {
    assertThat(detected("b.yml", "a/b.YAML").launchFiles()).containsExactly("a/b.YAML", "b.yml");
    assertThat(detected("a.sh").kind()).isEqualTo(AppKind.SHELL);
    assertThat(detected("kustomization.yaml", "a.sh").kind()).isEqualTo(AppKind.KUSTOMIZE);
    assertThat(detected("a.sh", "b.yaml").kind()).isEqualTo(AppKind.UNKNOWN);
    assertThat(detected().kind()).isEqualTo(AppKind.UNKNOWN);
  }
}
