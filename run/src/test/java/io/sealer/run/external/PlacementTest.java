package io.sealer.run.external;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.node.api.ExternalRegistry;
import io.sealer.oci.Descriptor;
import io.sealer.oci.OciJson;
import io.sealer.oci.Platform;
import io.sealer.oci.image.ImageLock;
import io.sealer.oci.store.DiskStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PlacementTest {
  private static final ExternalRegistry HARBOR = registry("team");

  private static ExternalRegistry registry(String project) {
    return new ExternalRegistry("harbor.example:8443", project, Optional.empty(), Optional.empty());
  }

  @Test
  void names_keep_path_and_tag_and_those_of_the_registry_itself_stay(@TempDir Path dir)
      throws Exception {
    try (var store = DiskStore.open(dir)) {
      Descriptor image = Images.image(store, "a", Platform.LINUX_AMD64);
      var lock =
          new ImageLock(
              List.of(
                  Images.named("nginx:1.25", image),
                  Images.named("quay.io/a/b:1@" + image.digest(), image),
                  Images.named("harbor.example:8443/other/c:2", image)));

      assertThat(Placement.of(lock, store, HARBOR).uploads())
          .extracting(u -> u.name().toString())
          .containsExactlyInAnyOrder(
              "harbor.example:8443/team/library/nginx:1.25",
              "harbor.example:8443/team/a/b:1@" + image.digest(),
              "harbor.example:8443/other/c:2");
      assertThat(registry("").place(lock.entries().getFirst().name()))
          .hasToString("harbor.example:8443/library/nginx:1.25");
    }
  }

  @Test
  void an_index_that_lacks_platforms_goes_as_those_that_are_there(@TempDir Path dir)
      throws Exception {
    try (var store = DiskStore.open(dir)) {
      Descriptor amd = Images.image(store, "amd", Platform.LINUX_AMD64);
      Descriptor arm = Images.image(store, "arm", Images.ARM);
      Descriptor one = Images.index(store, true, amd);
      Descriptor two = Images.index(store, true, amd, arm);
      Descriptor whole = Images.index(store, false, amd, arm);
      var lock =
          new ImageLock(
              List.of(
                  Images.named("a/one:1", one),
                  Images.named("a/two:1", two),
                  Images.named("a/whole:1", whole)));

      Placement placement = Placement.of(lock, store, HARBOR);

      String at = "harbor.example:8443/team/a/";
      assertThat(placement.uploads())
          .filteredOn(u -> u.name().tag().isEmpty())
          .extracting(u -> u.name().toString())
          .containsExactlyInAnyOrder(
              at + "one@" + amd.digest(), at + "two@" + amd.digest(), at + "two@" + arm.digest());
      Descriptor partial = root(placement, at + "two:1");
      assertThat(root(placement, at + "one:1").digest()).isEqualTo(amd.digest());
      assertThat(root(placement, at + "whole:1")).isEqualTo(whole);
      assertThat(OciJson.readIndex(placement.source().read(partial)).manifests())
          .extracting(Descriptor::digest)
          .containsExactly(amd.digest(), arm.digest());
    }
  }

  private static Descriptor root(Placement placement, String name) {
    return placement.uploads().stream()
        .filter(u -> u.name().toString().equals(name))
        .map(Placement.Upload::root)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void different_images_that_would_get_one_name_are_told(@TempDir Path dir) throws Exception {
    try (var store = DiskStore.open(dir)) {
      Descriptor image = Images.image(store, "a", Platform.LINUX_AMD64);
      Descriptor other = Images.image(store, "b", Platform.LINUX_AMD64);
      var lock =
          new ImageLock(
              List.of(
                  Images.named("a.io/x/y:1", image),
                  Images.named("b.io/x/y:1", other),
                  Images.named("a.io/x/z:1", image),
                  Images.named("b.io/x/z:1", image)));

      assertThat(Placement.collisions(lock, HARBOR))
          .containsExactly(
              "spec.registry.externalRegistry: a.io/x/y:1 and b.io/x/y:1 are different images and"
                  + " would both be harbor.example:8443/team/x/y:1");
    }
  }
}
