package io.sealer.run.apps;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.run.apps.Launch.Method;
import io.sealer.run.engine.OneHost;
import io.sealer.run.engine.StepFailure;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class LaunchAppTest {
  private static final AppObject CLAIM =
      new AppObject("v1", "PersistentVolumeClaim", "default", "data", false);
  private static final AppObject WEB =
      new AppObject("apps/v1", "Deployment", "default", "web", false);

  private final FakeKubernetes cluster = new FakeKubernetes();

  private static LaunchApp launch(String image, String file) {
    return new LaunchApp(
        new Launch(
            "web", "kube", new Method.Manifests(List.of(file)), Map.of(), List.of(), image, ""),
        "/apps/web",
        Ownership.ofAppImage("prod", image));
  }

  private void apply(String image, String file) throws Exception {
    OneHost.apply(cluster, "app-web", launch(image, file));
  }

  @Test
  void what_a_newer_version_of_the_image_lacks_is_removed() throws Exception {
    cluster.file("one.yaml", WEB, CLAIM);
    cluster.file("two.yaml", WEB);
    apply("shop:1", "one.yaml");

    apply("mirror.local/library/shop:2", "two.yaml");

    assertThat(cluster.names("Deployment")).containsExactly("web");
    assertThat(cluster.names("PersistentVolumeClaim")).isEmpty();
  }

  @Test
  void an_application_of_another_image_is_left_alone() throws Exception {
    cluster.file("shop.yaml", WEB, CLAIM);
    cluster.file("blog.yaml", WEB);
    apply("shop:1", "shop.yaml");

    StepFailure failure = OneHost.failure(cluster, "app-web", launch("blog:1", "blog.yaml"));

    assertThat(failure.problem())
        .isEqualTo("application web is in the cluster already, launched from image shop:1");
    assertThat(failure.hint()).contains("sealer delete prod --app web");
    assertThat(cluster.names("PersistentVolumeClaim")).containsExactly("data");
    assertThat(new AppRecords(cluster).find("web"))
        .hasValueSatisfying(app -> assertThat(app.image()).isEqualTo("shop:1"));
  }

  private void run(String name, String image, Ownership owner) throws Exception {
    var method = new Method.Commands(List.of("say " + image));
    var launch = new Launch(name, "commands", method, Map.of(), List.of(), image, "");
    OneHost.apply(cluster, "app-" + name, new LaunchApp(launch, "/", owner));
  }

  @Test
  void raw_commands_move_to_their_own_name_and_leave_those_of_other_images() throws Exception {
    Ownership mysql = Ownership.ofAppImage("prod", "mysql-app:8");
    Ownership site = Ownership.ofClusterImage("prod", "site:1", List.of("mysql-app:8"));
    run("commands", "mysql-app:7", mysql);

    run("commands-mysql-app", "mysql-app:8", mysql);
    assertThat(new AppRecords(cluster).all())
        .extracting(AppRecord::name)
        .containsExactly("commands-mysql-app");

    run("commands", "site:1", site);
    run("commands-mysql-app", "mysql-app:8", mysql);
    assertThat(new AppRecords(cluster).all())
        .extracting(AppRecord::image)
        .containsExactly("site:1", "mysql-app:8");
    assertThat(cluster.ran())
        .containsExactly("say mysql-app:7", "say mysql-app:8", "say site:1", "say mysql-app:8");
  }

  @Test
  void raw_commands_of_the_cluster_take_the_name_that_all_images_shared() throws Exception {
    run("commands", "mysql-app:8", Ownership.ofAppImage("prod", "mysql-app:8"));

    run("commands", "site:1", Ownership.ofClusterImage("prod", "site:1", List.of("mysql-app:8")));

    assertThat(new AppRecords(cluster).all())
        .extracting(AppRecord::image)
        .containsExactly("site:1");
  }

  @Test
  void nothing_is_launched_when_nobody_can_say_whose_the_application_is() throws Exception {
    cluster.file("shop.yaml", WEB, CLAIM);
    cluster.file("blog.yaml", WEB);
    apply("shop:1", "shop.yaml");
    cluster.failing("kubectl get configmaps");

    StepFailure failure = OneHost.failure(cluster, "app-web", launch("blog:1", "blog.yaml"));

    assertThat(failure.command()).contains("kubectl get configmaps");
    assertThat(cluster.names("PersistentVolumeClaim")).containsExactly("data");
  }
}
