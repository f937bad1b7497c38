package io.sealer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sealer.run.apps.AppRecord;
import io.sealer.run.apps.FakeKubernetes;
import io.sealer.run.apps.Launch;
import io.sealer.run.apps.Launch.Method;
import io.sealer.run.apps.Ownership;
import io.sealer.run.engine.OneHost;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class RunningApiTest {
  private static final Ownership BLOG = Ownership.ofAppImage("prod", "blog:1");

  private final FakeKubernetes cluster = new FakeKubernetes();
  private final RunningApi api = new RunningApi(new OneHost(cluster), List.of("m1"));

  private static List<Launch> launches(String... names) {
    var method = new Method.Commands(List.of());
    return Stream.of(names)
        .map(n -> new Launch(n, "commands", method, Map.of(), List.of(), "blog:1", ""))
        .toList();
  }

  private void launched(String name, String image) {
    cluster.remember(new AppRecord(name, "kube", image, "1", "", "", List.of(), List.of()));
  }

  @Test
  void all_applications_of_other_images_are_refused_at_once() {
    launched("web", "shop:1");
    launched("db", "mysql-app:8");
    launched("posts", "blog:0");

    var refused =
        catchThrowableOfType(
            RunException.Invalid.class,
            () -> api.requireOwn(launches("web", "db", "posts", "new"), BLOG));

    assertThat(refused.problems())
        .containsExactly(
            "application db is in the cluster already, launched from image mysql-app:8",
            "application web is in the cluster already, launched from image shop:1");
    assertThat(refused.hint()).contains("sealer delete prod --app db,web");
  }

  @Test
  void a_cluster_without_api_server_is_not_asked() {
    launched("web", "shop:1");

    assertThatCode(
            () -> new RunningApi(new OneHost(cluster), List.of()).requireOwn(launches("web"), BLOG))
        .doesNotThrowAnyException();
    assertThat(cluster.asked()).isZero();
  }

  @Test
  void who_launches_nothing_does_not_ask() throws Exception {
    launched("web", "shop:1");

    api.requireOwn(List.of(), BLOG);

    assertThat(cluster.asked()).isZero();
  }
}
