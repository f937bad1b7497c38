package io.sealer.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.build.job.BuildResult;
import io.sealer.oci.Descriptor;
import io.sealer.oci.image.AppKind;
import io.sealer.oci.image.ImageType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What images take over from their base; needs root. */
class InheritanceIT extends BuildFixture {
  @Test
  void a_child_inherits_files_apps_labels_and_images_but_not_launch_and_version() throws Exception {
    archive("images/web.tar", "example.com/web:1");
    file("app.yaml", pod("example.com/web:1"));
    build(
        "FROM scratch\nLABEL cluster.alpha.sealer.io/x=y\nAPP web local://app.yaml\nKUBEVERSION >=1.20\nLAUNCH [\"web\"]\n",
        "base:1");
    context = Files.createDirectory(directory.resolve("child"));
    file("more.yaml", pod("example.com/web:1"));
    BuildResult child =
        build(
            "FROM base:1\nAPP more local://more.yaml\nAPPENV more K=V\nLAUNCH [\"more\"]\n",
            "child:1");
    var rootfs = child.image().rootfs().getFirst();
    assertThat(rootfs.extension().applications())
        .extracting(app -> app.name())
        .containsExactly("web", "more");
    assertThat(rootfs.extension().applications())
        .extracting(app -> app.kind())
        .containsOnly(AppKind.KUBE);
    assertThat(rootfs.base()).contains("docker.io/library/base:1");
    assertThat(rootfs.extension().launch().apps()).containsExactly("more");
    assertThat(rootfs.extension().type()).isEqualTo(ImageType.KUBE_INSTALLER);
    assertThat(rootfs.config().labels())
        .containsEntry("cluster.alpha.sealer.io/x", "y")
        .doesNotContainKey("app.alpha.sealer.io/supported-kube-version");
    assertThat(child.image().lock().entries())
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.name()).hasToString("example.com/web:1");
              assertThat(entry.sources())
                  .extracting(source -> source.file())
                  .containsExactlyInAnyOrder(
                      "images/web.tar",
                      "application/apps/web/app.yaml",
                      "application/apps/more/more.yaml");
            });
    assertThat(child.image().workloads()).hasSize(1);
  }

  @Test
  void an_archive_replaces_the_image_of_the_base_with_the_same_name() throws Exception {
    archive("images/web.tar", "example.com/web:1");
    file("app.yaml", pod("example.com/web:1"));
    BuildResult base = build("FROM scratch\nAPP web local://app.yaml\n", "base:1");
    Files.delete(context.resolve("images/web.tar"));
    archive("images/web.tar", "example.com/web:1", Map.of("other", "content"));
    BuildResult child = build("FROM base:1\n", "child:1");
    assertThat(child.image().workloads())
        .singleElement()
        .extracting(Descriptor::digest)
        .isNotEqualTo(base.image().workloads().getFirst().digest());
  }

  @Test
  void an_application_given_again_replaces_the_inherited_one_with_its_files() throws Exception {
    file("old.yaml", pod("example.com/gone:1"));
    archive("images/gone.tar", "example.com/gone:1");
    build("FROM scratch\nAPP web local://old.yaml\n", "base:1");
    context = Files.createDirectory(directory.resolve("child"));
    file("new.yaml", "kind: Service\n");
    BuildResult child =
        build("FROM base:1\nAPP web local://new.yaml\nRUN ls application/apps/web\n", "child:1");
    assertThat(output).containsExactly("new.yaml");
    Path root = unpack(child);
    assertThat(root.resolve("application/apps/web/new.yaml")).exists();
    assertThat(root.resolve("application/apps/web/old.yaml")).doesNotExist();
    assertThat(child.image().rootfs().getFirst().extension().applications())
        .singleElement()
        .satisfies(app -> assertThat(app.files()).containsExactly("new.yaml"));
  }
}
