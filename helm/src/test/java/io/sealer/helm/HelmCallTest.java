package io.sealer.helm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class HelmCallTest {
  private static HelmCall call(String line) {
    return HelmCall.parse(List.of(line.split(" "))).orElseThrow();
  }

  @Test
  void everything_that_changes_what_is_rendered_is_understood() {
    HelmCall call =
        call(
            "KUBECONFIG=x /opt/bin/helm upgrade -i redis charts/redis -nstore --create-namespace -f a.yaml,b.yaml --set=x=1 --timeout 5m --set-string y=2 --wait --values c.yaml");
    assertThat(call.action()).isEqualTo("upgrade");
    assertThat(call.release()).contains("redis");
    assertThat(call.chart()).isEqualTo("charts/redis");
    assertThat(call.namespace()).contains("store");
    assertThat(call.values())
        .containsExactly(
            new ValueFlag.File(Path.of("a.yaml")),
            new ValueFlag.File(Path.of("b.yaml")),
            new ValueFlag.Set("x=1"),
            new ValueFlag.SetString("y=2"),
            new ValueFlag.File(Path.of("c.yaml")));
  }

  @Test
  void a_release_may_be_without_a_name() {
    assertThat(call("helm install --generate-name ./chart").release()).isEmpty();
    assertThat(call("helm template ./chart").chart()).isEqualTo("./chart");
  }

  @Test
  void other_commands_are_none() {
    assertThat(HelmCall.parse(List.of("kubectl", "apply", "-f", "x"))).isEmpty();
    assertThat(HelmCall.parse(List.of("helm", "list"))).isEmpty();
    assertThat(HelmCall.parse(List.of())).isEmpty();
  }
}
