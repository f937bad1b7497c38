package io.sealer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sealer.host.Facts;
import io.sealer.run.apps.AppRecord;
import io.sealer.run.apps.FakeKubernetes;
import io.sealer.run.apps.Launch;
import io.sealer.run.apps.Launch.Method;
import io.sealer.run.apps.Ownership;
import io.sealer.run.clusterfile.Cluster;
import io.sealer.run.clusterfile.ClusterFlags;
import io.sealer.run.engine.OneHost;
import io.sealer.run.state.AppImage;
import io.sealer.run.state.RunningImage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class PlannedLaunchesTest {
  private static final Ownership BLOG = Ownership.ofAppImage("prod", "blog:1");

  private static final RunningImage IMAGE =
      new RunningImage("site:1", digest('0'), "v1.20.2", Optional.empty(), List.of());

  private final FakeKubernetes cluster = new FakeKubernetes();
  private final RunningApi api = new RunningApi(new OneHost(cluster), List.of("m1"));

  private static String digest(char digit) {
    return "sha256:" + String.valueOf(digit).repeat(64);
  }

  private static List<Launch> launches(String... names) {
    var method = new Method.Commands(List.of());
    return Stream.of(names)
        .map(n -> new Launch(n, "commands", method, Map.of(), List.of(), "blog:1", ""))
        .toList();
  }

  private PlannedLaunches planned(String... names) {
    return PlannedLaunches.of(launches(names), api);
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
            () -> planned("web", "db", "posts", "new").requireOwn(BLOG));

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
            () ->
                PlannedLaunches.of(launches("web"), new RunningApi(new OneHost(cluster), List.of()))
                    .requireOwn(BLOG))
        .doesNotThrowAnyException();
    assertThat(cluster.asked()).isZero();
  }

  @Test
  void who_launches_nothing_does_not_ask() throws Exception {
    launched("web", "shop:1");

    planned().requireOwn(BLOG);

    assertThat(cluster.asked()).isZero();
  }

  @Test
  void versions_of_an_image_are_superseded_when_none_of_its_applications_needs_them() {
    RunningImage before = IMAGE.withApp(IMAGE.app("blog:1", digest('1')));
    RunningImage now = before.withApp(before.app("blog:2", digest('2')));
    AppImage third = now.app("blog:3", digest('3'));
    launched("web", "blog:1");
    launched("posts", "blog:2");

    assertThat(planned("web", "posts").superseded(third, now))
        .extracting(AppImage.Version::name)
        .containsExactly("blog:1", "blog:2");
    assertThat(planned("web").superseded(third, now))
        .extracting(AppImage.Version::name)
        .containsExactly("blog:1");
    var silent = new RunningApi(new OneHost(cluster), List.of());
    assertThat(PlannedLaunches.of(launches("web", "posts"), silent).superseded(third, now))
        .isEmpty();
  }

  @Test
  void masters_that_are_new_or_were_not_reached_have_no_api_server() {
    Cluster three =
        ClusterFlags.NONE
            .withImage("a")
            .withHosts("10.0.0.1-10.0.0.3", "10.0.0.9")
            .toClusterfile()
            .cluster();
    Map<String, Facts> facts =
        Map.of(
            "10.0.0.1", SomeFacts.of(true),
            "10.0.0.3", SomeFacts.of(false),
            "10.0.0.9", SomeFacts.of(false));

    assertThat(RunningApi.of(new OneHost(cluster), three, facts).masters())
        .containsExactly("10.0.0.3");
  }

  @Test
  void a_broken_api_server_keeps_no_run_from_being_planned() throws Exception {
    cluster.failing("kubectl get");
    launched("web", "shop:1");

    assertThat(api.applications()).isEmpty();
    planned("web").requireOwn(BLOG);
  }
}
