package io.sealer.run.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.run.clusterfile.ClusterFlags;
import io.sealer.run.state.AppImage.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunningImageTest {
  private static final RunningImage CLUSTER =
      new RunningImage("site:1", "sha256:0", "v1.20.2", Optional.empty(), List.of());

  private static RunningImage with(RunningImage cluster, String name, String digest) {
    return cluster.withApp(cluster.app(name, digest));
  }

  @Test
  void images_whose_names_differ_only_in_a_slash_have_directories_of_their_own() {
    RunningImage one = with(CLUSTER, "team/app:1", "sha256:1");
    RunningImage both = with(one, "team-app:1", "sha256:2");

    assertThat(both.apps()).extracting(AppImage::name).containsExactly("team/app:1", "team-app:1");
    assertThat(both.apps().getFirst().key()).isEqualTo("team-app");
    assertThat(both.apps().getLast().key()).matches("team-app-[0-9a-f]{8}");
    assertThat(both.app("team-app:2", "sha256:3").key()).isEqualTo(both.apps().getLast().key());
    assertThat(both.app("team/app:2", "sha256:3").key()).isEqualTo("team-app");
  }

  @Test
  void an_image_keeps_its_key_in_every_version_and_on_every_registry() {
    RunningImage cluster = with(CLUSTER, "library/chart:1", "sha256:1");

    for (String name : List.of("chart:2", "harbor.example:8443/library/chart", "chart")) {
      assertThat(cluster.app(name, "sha256:2").key()).isEqualTo("chart");
    }
  }

  @Test
  void a_mirror_below_a_prefix_is_the_same_image_unless_the_cluster_has_both() {
    RunningImage cluster = with(CLUSTER, "team/shop:1", "sha256:1");

    AppImage mirrored = cluster.app("harbor.example/mirror/team/shop:2", "sha256:2");
    assertThat(mirrored.key()).isEqualTo("team-shop");
    assertThat(mirrored.earlier()).containsExactly(new Version("team/shop:1", "sha256:1"));
    assertThat(cluster.app("other/shop:1", "sha256:2").key()).isEqualTo("other-shop");

    RunningImage both = cluster.withApp(new AppImage("shop", "library/shop:1", "sha256:3"));
    assertThat(both.app("shop:2", "sha256:4").key()).isEqualTo("shop");
    assertThat(both.app("team/shop:2", "sha256:4").key()).isEqualTo("team-shop");
  }

  @Test
  void earlier_versions_are_remembered_until_one_of_them_runs_again() {
    RunningImage upgraded = with(with(CLUSTER, "chart:1", "sha256:1"), "chart:2", "sha256:2");

    assertThat(upgraded.apps()).hasSize(1);
    assertThat(upgraded.apps().getFirst().earlier())
        .containsExactly(new Version("chart:1", "sha256:1"));
    assertThat(upgraded.app("chart:2", "sha256:2").earlier())
        .containsExactly(new Version("chart:1", "sha256:1"));
    assertThat(upgraded.app("chart:1", "sha256:1").earlier())
        .containsExactly(new Version("chart:2", "sha256:2"));
  }

  @Test
  void what_another_image_of_the_cluster_has_is_not_forgotten() {
    RunningImage cluster =
        with(with(with(CLUSTER, "a:1", "sha256:1"), "a:2", "sha256:0"), "b:1", "sha256:1");
    AppImage upgraded = cluster.app("a:3", "sha256:3");

    assertThat(cluster.superseded(upgraded, List.of())).isEmpty();
    RunningImage alone = cluster.withoutApp("b");
    assertThat(alone.superseded(upgraded, List.of()))
        .containsExactly(new Version("a:1", "sha256:1"));
    assertThat(alone.superseded(upgraded, List.of("a:1"))).isEmpty();
    assertThat(alone.withApp(upgraded).onlyOf(upgraded))
        .containsExactly(new Version("a:3", "sha256:3"), new Version("a:1", "sha256:1"));
  }

  @Test
  void state_of_older_versions_of_sealer_is_read_and_earlier_versions_are_written(@TempDir Path dir)
      throws Exception {
    ClusterHome home = ClusterHome.of(dir, "c").make();
    Files.writeString(
        home.directory().resolve("state.json"),
        """
        {"image":"site:1","digest":"sha256:0","kubernetes":"v1.20.2",
         "apps":[{"key":"team-app","image":"team/app:1","digest":"sha256:1"}]}
        """);
    RunningImage read = home.image().orElseThrow();
    assertThat(read).isEqualTo(with(CLUSTER, "team/app:1", "sha256:1"));

    RunningImage upgraded = with(read, "team/app:2", "sha256:2");
    home.save(
        ClusterFlags.NONE.withImage("site:1").withHosts("10.0.0.2", "").toClusterfile(), upgraded);
    assertThat(home.image()).contains(upgraded);
  }
}
