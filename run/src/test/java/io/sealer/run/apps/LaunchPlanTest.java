package io.sealer.run.apps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.sealer.oci.image.AppKind;
import io.sealer.oci.image.Application;
import io.sealer.oci.image.Extension;
import io.sealer.oci.image.ImageType;
import io.sealer.run.apps.Launch.Method;
import io.sealer.run.clusterfile.Clusterfile;
import io.sealer.run.clusterfile.ClusterfileReader;
import io.sealer.run.state.AppImage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class LaunchPlanTest {
  private static final Extension IMAGE =
      new Extension(
          ImageType.KUBE_INSTALLER,
          List.of(
              new Application(
                  "web", AppKind.KUBE, List.of("a.yaml", "b.yaml"), Map.of("X", "app"), List.of()),
              new Application("seed", AppKind.SHELL, List.of("run.sh"), Map.of(), List.of()),
              new Application("own", AppKind.KUBE, List.of("a.yaml"), Map.of(), List.of("make it")),
              new Application("chart", AppKind.HELM, List.of("Chart.yaml"), Map.of(), List.of())),
          Map.of("X", "image", "Y", "image"),
          new Extension.Launch(List.of("web", "seed"), List.of()));

  @Test
  void the_image_says_what_is_launched_and_how_by_its_kind() throws Exception {
    List<Launch> launches = LaunchPlan.of(IMAGE, file("")).launches();

    assertThat(launches).extracting(Launch::name).containsExactly("web", "seed");
    assertThat(launches.getFirst().method())
        .isEqualTo(
            new Method.Manifests(
                List.of("application/apps/web/a.yaml", "application/apps/web/b.yaml")));
    assertThat(launches.getLast().method())
        .isEqualTo(new Method.Commands(List.of("bash 'application/apps/seed/run.sh'")));
  }

  @Test
  void commands_of_the_clusterfile_win_over_applications() throws Exception {
    List<Launch> launches = LaunchPlan.of(IMAGE, file("  cmd: [one, two]\n")).launches();

    assertThat(launches)
        .extracting(Launch::method)
        .containsExactly(new Method.Commands(List.of("one", "two")));
  }

  @Test
  void named_applications_win_over_the_images_own_choice() throws Exception {
    List<Launch> launches = LaunchPlan.of(IMAGE, file("  appNames: [own]\n")).launches();

    assertThat(launches)
        .extracting(Launch::method)
        .containsExactly(new Method.Commands(List.of("make it")));
  }

  @Test
  void an_applications_configuration_wins_over_the_cluster_that_over_the_application()
      throws Exception {
    String more =
        """
          env: [X=cluster, Z=cluster]
        ---
        apiVersion: sealer.io/v2
        kind: Application
        spec:
          launchApps: [web]
          configs: [{name: web, env: [Z=config], launch: {cmds: [other]}, delete: {cmds: [away]}}]
        """;

    Launch launch = LaunchPlan.of(IMAGE, file(more)).launches().getFirst();

    assertThat(launch.env())
        .containsEntry("X", "cluster")
        .containsEntry("Y", "image")
        .containsEntry("Z", "config");
    assertThat(launch.method()).isEqualTo(new Method.Commands(List.of("other")));
    assertThat(launch.removal()).containsExactly("away");
  }

  @Test
  void unknown_applications_are_problems_and_charts_are_launched_by_the_engine() throws Exception {
    LaunchPlan plan = LaunchPlan.of(IMAGE, file("  appNames: [wbe, chart]\n"));

    assertThat(plan.problems())
        .containsExactly(
            "application 'wbe' is not in the image, which has [web, seed, own, chart]");
    assertThat(plan.launches().getFirst().method()).isInstanceOf(Method.Chart.class);
  }

  @Test
  void raw_commands_of_each_application_image_have_a_name_of_their_own() throws Exception {
    Clusterfile file = file("  cmd: [one]\n");
    var mysql = new AppImage("mysql-app", "mysql-app:8", "sha256:1");

    assertThat(LaunchPlan.of(IMAGE, file).launches())
        .extracting(Launch::name)
        .containsExactly("commands");
    assertThat(LaunchPlan.ofAppImage(IMAGE, file, mysql).launches())
        .extracting(Launch::name, Launch::kind)
        .containsExactly(tuple("commands-mysql-app", "commands"));
  }

  @Test
  void raw_commands_can_have_commands_that_take_them_away_and_nothing_else() throws Exception {
    String configured =
        """
          cmd: [one]
        ---
        apiVersion: sealer.io/v2
        kind: Application
        spec:
          configs: [{name: commands, delete: {cmds: [away]}}]
        """;

    LaunchPlan plan = LaunchPlan.of(IMAGE, file(configured));

    assertThat(plan.problems()).isEmpty();
    assertThat(plan.launches().getFirst().removal()).containsExactly("away");
    assertThat(LaunchPlan.of(IMAGE, file(configured.replace("delete", "launch"))).problems())
        .containsExactly(
            "configuration 'commands' is of raw commands and can have delete.cmds only");
    assertThat(LaunchPlan.of(IMAGE, file(configured.replace("  cmd: [one]\n", ""))).problems())
        .hasSize(1);
  }

  private static Clusterfile file(String more) throws Exception {
    return ClusterfileReader.read(
        "c", "apiVersion: sealer.io/v2\nkind: Cluster\nspec:\n  image: a\n" + more);
  }
}
