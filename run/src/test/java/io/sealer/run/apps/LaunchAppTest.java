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
}
