package io.sealer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sealer.run.apps.FakeKubernetes;
import io.sealer.run.engine.OneHost;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SupportedKubernetesTest {
  private static final SupportedKubernetes NEW = new SupportedKubernetes(">=1.25.0-0");

  private final FakeKubernetes cluster = new FakeKubernetes();
  private final RunningApi api = new RunningApi(new OneHost(cluster), List.of("m1"));

  @Test
  void the_api_server_tells_the_version_that_the_clusters_image_does_not() throws Exception {
    cluster.answering("kubectl get --raw /version", "{\"major\":\"1\",\"gitVersion\":\"v1.20.2\"}");

    assertThatThrownBy(() -> NEW.require("prod", api))
        .isInstanceOf(RunException.Invalid.class)
        .hasMessage("the image needs Kubernetes >=1.25.0-0; cluster prod runs v1.20.2");
    new SupportedKubernetes(">=1.19.0-0").require("prod", api);
    assertThat(cluster.asked()).isEqualTo(2);
  }

  @Test
  void an_image_for_every_version_does_not_ask() throws Exception {
    new SupportedKubernetes("").require("prod", api);

    assertThat(cluster.asked()).isZero();
  }

  @Test
  void an_image_for_some_versions_is_not_launched_when_nobody_answers() {
    var silent = new RunningApi(new OneHost(cluster), List.of());

    var failed = catchThrowableOfType(RunException.Failed.class, () -> NEW.require("prod", silent));

    assertThat(failed).hasMessageContaining(">=1.25.0-0");
    assertThat(failed.hint()).contains("sealer status prod");
  }
}
