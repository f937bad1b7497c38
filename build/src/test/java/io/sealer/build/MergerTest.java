package io.sealer.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealer.build.job.BuildException;
import io.sealer.build.job.MergeRequest;
import io.sealer.oci.Descriptor;
import io.sealer.oci.Platform;
import io.sealer.oci.Reference;
import io.sealer.oci.image.Application;
import io.sealer.oci.image.ClusterImage;
import io.sealer.oci.image.ClusterImages;
import io.sealer.oci.image.ImageType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MergerTest extends BuildFixture {
  private static final String BASE =
      "FROM scratch\nLABEL cluster.alpha.sealer.io/x=y\nCOPY <<a <<b etc/\n1\na\n2\nb\n";

  @BeforeEach
  void build_a_base() throws Exception {
    build(BASE, "base:1");
  }

  @Test
  void layers_are_shared_apps_and_locks_united_and_launched_in_order() throws Exception {
    app("redis", "example.com/redis:7", "KUBEVERSION >=1.20\n");
    app("mysql", "example.com/mysql:8", "KUBEVERSION <1.30\n");
    ClusterImage site = merge("base:1", "redis:1", "mysql:1");
    var rootfs = site.rootfs().getFirst();
    assertThat(rootfs.manifest().layers()).hasSize(3).doesNotHaveDuplicates();
    assertThat(rootfs.config().history().stream().filter(h -> !h.empty())).hasSize(3);
    assertThat(rootfs.extension().applications())
        .extracting(Application::name)
        .containsExactly("redis", "mysql");
    assertThat(rootfs.extension().launch().apps()).containsExactly("redis", "mysql");
    assertThat(rootfs.extension().type()).isEqualTo(ImageType.KUBE_INSTALLER);
    assertThat(rootfs.config().labels())
        .containsEntry("app.alpha.sealer.io/supported-kube-version", ">=1.20, <1.30");
    assertThat(site.lock().entries())
        .extracting(entry -> entry.name().toString())
        .containsExactly("example.com/mysql:8", "example.com/redis:7");
    assertThat(site.workloads()).hasSize(2);
    Path root = unpack(site);
    assertThat(root.resolve("etc/a")).hasContent("1");
    assertThat(root.resolve("application/apps/redis/redis.yaml")).exists();
    assertThat(merge("base:1", "redis:1", "mysql:1").descriptor()).isEqualTo(site.descriptor());
  }

  @Test
  void what_one_image_changed_of_the_base_stays_whatever_the_order() throws Exception {
    build("FROM base:1\nCOPY <<a etc/\nnew\na\n", "one:1");
    build("FROM base:1\nCOPY <<c etc/\n3\nc\n", "two:1");
    assertThat(unpack(merge("one:1", "two:1")).resolve("etc/a")).hasContent("new");
    assertThat(unpack(merge("two:1", "one:1")).resolve("etc/a")).hasContent("new");
  }

  @Test
  void everything_that_contradicts_is_named_and_nothing_is_merged() throws Exception {
    app("web", "example.com/web:1", "ENV A=1\n");
    archive("images/other.tar", "example.com/web:1", Map.of("other", "content"));
    file("web2.yaml", pod("example.com/web:1"));
    build(
        "FROM base:1\nENV A=2\nAPP web local://web2.yaml\nCOPY <<f etc/\nx\nf\nCMDS [\"true\"]\n",
        "other:1");
    build("FROM base:1\nCOPY <<f etc/\ny\nf\n", "third:1");
    assertThatThrownBy(() -> merge("web:1", "other:1", "third:1"))
        .isInstanceOf(BuildException.class)
        .hasMessageContaining("variable A differs in web:1 and other:1")
        .hasMessageContaining("application web differs in web:1 and other:1")
        .hasMessageContaining("file etc/f differs in other:1 and third:1")
        .hasMessageContaining("workload image example.com/web:1 is ")
        .hasMessageContaining("other:1 launches commands (CMDS), images before it applications")
        .hasMessageNotContaining("third:1 launches");
    assertThat(store.resolve(Reference.parse("site:1"))).isEmpty();
  }

  @Test
  void the_later_image_wins_when_asked_for() throws Exception {
    build("FROM base:1\nCOPY <<f etc/\nx\nf\n", "one:1");
    build("FROM base:1\nCOPY <<f etc/\ny\nf\n", "two:1");
    assertThat(unpack(merged(true, "one:1", "two:1")).resolve("etc/f")).hasContent("y");
    assertThat(unpack(merged(true, "two:1", "one:1")).resolve("etc/f")).hasContent("x");
  }

  @Test
  void images_for_other_platforms_are_told() throws Exception {
    build("FROM base:1\n", "one:1");
    assertThatThrownBy(
            () ->
                new Merger(store, NOTHING)
                    .merge(
                        new MergeRequest(
                            names("base:1", "one:1"),
                            names("site:1"),
                            List.of(Platform.LINUX_ARM64),
                            false,
                            Instant.EPOCH)))
        .isInstanceOf(BuildException.class)
        .hasMessageContaining("linux/arm64")
        .hasMessageContaining("one:1 [linux/amd64]");
  }

  private void app(String name, String image, String more) throws Exception {
    archive("images/" + name + ".tar", image, Map.of("is", name));
    file(name + ".yaml", pod(image));
    build(
        "FROM base:1\n%sAPP %s local://%s.yaml\nLAUNCH [\"%s\"]\n"
            .formatted(more, name, name, name),
        name + ":1");
    Files.delete(context.resolve("images/" + name + ".tar"));
  }

  private ClusterImage merge(String... images) throws IOException, BuildException {
    return merged(false, images);
  }

  private ClusterImage merged(boolean overwrite, String... images)
      throws IOException, BuildException {
    var request =
        new MergeRequest(names(images), names("site:1"), List.of(), overwrite, Instant.EPOCH);
    Descriptor descriptor = new Merger(store, NOTHING).merge(request);
    assertThat(store.resolve(Reference.parse("site:1"))).contains(descriptor);
    return ClusterImages.read(store, descriptor);
  }

  private static List<Reference> names(String... names) {
    return Arrays.stream(names).map(Reference::parse).toList();
  }
}
