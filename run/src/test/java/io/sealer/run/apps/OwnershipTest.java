package io.sealer.run.apps;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OwnershipTest {
  private static AppRecord web(String image) {
    return new AppRecord("web", "kube", image, "1", "", "/apps/web", List.of(), List.of());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "team/shop:1",
        "team/shop:2",
        "harbor.example:8443/team/shop:1",
        "harbor.example/mirror/team/shop:1",
        "library/shop",
        "shop@sha256:0000000000000000000000000000000000000000000000000000000000000000",
        ""
      })
  void other_versions_and_mirrors_of_an_image_are_the_same(String image) {
    assertThat(Ownership.ofAppImage("c", "team/shop:1").conflict(web(image))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"team/blog:1", "shop/blog", "team/shop-2:1"})
  void another_image_is_not(String image) {
    assertThat(Ownership.ofAppImage("c", "team/shop:1").conflict(web(image)))
        .contains("application web is in the cluster already, launched from image " + image);
  }

  @Test
  void the_clusters_image_may_change_its_name_and_still_not_take_what_was_added() {
    Ownership owner = Ownership.ofClusterImage("c", "site-new:1", List.of("mysql-app:8"));

    assertThat(owner.conflict(web("site:1"))).isEmpty();
    assertThat(owner.conflict(web("site-new:0"))).isEmpty();
    assertThat(owner.conflict(web("harbor.example/mysql-app:7"))).isPresent();
  }

  @Test
  void only_what_is_launched_conflicts_and_the_hint_names_all_of_it() {
    Ownership owner = Ownership.ofAppImage("prod", "blog:1");
    var launch =
        new Launch(
            "web",
            "commands",
            new Launch.Method.Commands(List.of()),
            java.util.Map.of(),
            List.of(),
            "",
            "");
    AppRecord other = new AppRecord("db", "kube", "shop:1", "1", "", "", List.of(), List.of());

    assertThat(owner.conflicting(List.of(launch), List.of(web("shop:1"), other)))
        .containsExactly(web("shop:1"));
    assertThat(owner.hint(List.of(web("shop:1"), other)))
        .contains("--apps", "sealer delete prod --app web,db", "Kubefile");
  }
}
