package io.sealer.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sealer.build.job.BuildException;
import io.sealer.build.job.BuildResult;
import io.sealer.build.job.ImageFetcher;
import io.sealer.oci.Descriptor;
import io.sealer.oci.OciException;
import io.sealer.oci.Reference;
import io.sealer.oci.store.DiskStore;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Workload images of a build: found, fetched, missed; needs root. */
class WorkloadsIT extends BuildFixture {
  @Test
  void a_missing_workload_image_fails_the_build_with_file_and_line() throws IOException {
    file("app.yaml", pod("example.com/missing:1"));
    assertThatThrownBy(() -> build("FROM scratch\nAPP web local://app.yaml\n"))
        .isInstanceOf(BuildException.class)
        .hasMessageContaining(
            "application/apps/web/app.yaml:6: image example.com/missing:1 cannot be had");
    assertThat(store.names()).isEmpty();
  }

  @Test
  void a_workload_image_is_fetched_once_and_not_for_the_next_build() throws Exception {
    file("app.yaml", pod("example.com/web:1"));
    String kubefile = "FROM scratch\nAPP web local://app.yaml\n";
    var fetched = new ArrayList<Reference>();
    ImageFetcher registry =
        (name, platforms, into) -> {
          fetched.add(name);
          return image(into, Map.of());
        };
    Descriptor first = build(kubefile, "site:1", registry).descriptor();
    assertThat(build(kubefile, "site:1", registry).descriptor()).isEqualTo(first);
    assertThat(fetched).containsExactly(Reference.parse("example.com/web:1"));
    file("more.yaml", pod("example.com/more:1"));
    build(kubefile + "APP more local://more.yaml\n", "site:1", registry);
    assertThat(fetched).hasSize(2).endsWith(Reference.parse("example.com/more:1"));
  }

  @Test
  void what_may_be_an_image_is_a_warning_until_a_rule_decides() throws Exception {
    file(
        "manifests/custom.yaml",
        "apiVersion: example.io/v1\nkind: Widget\nspec: {image: example.com/web:1}\n");
    String kubefile = "FROM scratch\nCOPY manifests manifests\n";
    assertThat(build(kubefile).image().lock().entries()).isEmpty();
    assertThat(warnings)
        .singleElement()
        .asString()
        .startsWith("manifests/custom.yaml:3: example.com/web:1 may be an image");
    warnings.clear();
    file(".sealerimages", "take example.com/web:1\n");
    assertThatThrownBy(() -> build(kubefile)).hasMessageContaining("cannot be had");
    file(".sealerimages", "ignore example.com/web:1 comes with the cloud\n");
    assertThat(build(kubefile).image().lock().entries()).isEmpty();
    assertThat(warnings).isEmpty();
  }

  @Test
  void an_archive_that_fills_the_disk_is_refused() throws Exception {
    Files.createDirectories(context.resolve("images"));
    run(
        "sh",
        "-c",
        "cd "
            + context
            + "/images && truncate -s 300M z && tar -cf - z | gzip -9 | cat >bomb.tar.gz && rm z");
    assertThatThrownBy(() -> build("FROM scratch\n"))
        .hasMessageContaining("images/bomb.tar.gz: ")
        .hasMessageContaining("unpacks to more than 500 times its size");
  }

  @Test
  void a_layout_in_a_directory_provides_its_images() throws Exception {
    DiskStore layout = DiskStore.open(context.resolve("images/mine"));
    layout.tag(Reference.parse("example.com/web:1"), image(layout, Map.of("from", "layout")));
    layout.close();
    file("app.yaml", pod("example.com/web:1"));
    String kubefile = "FROM scratch\nAPP web local://app.yaml\n";
    BuildResult result = build(kubefile);
    assertThat(result.image().lock().entries())
        .singleElement()
        .satisfies(
            entry ->
                assertThat(entry.sources())
                    .extracting(source -> source.file())
                    .contains("images/mine"));
    assertThat(build(kubefile).descriptor()).isEqualTo(result.descriptor());
    Files.delete(context.resolve("images/mine/index.json"));
    assertThatThrownBy(() -> build(kubefile)).hasMessageContaining("images/mine has no index.json");
  }

  @Test
  void a_registry_that_fails_is_told_with_name_place_and_what_to_try() throws IOException {
    file("manifests/imageList", "# ours\nexample.com/web:1\n");
    var error =
        catchThrowableOfType(
            BuildException.class,
            () ->
                build(
                    "FROM scratch\nCOPY manifests manifests\n",
                    "test:1",
                    (name, platforms, into) -> {
                      throw new OciException("https://example.com/v2/ answered 503", "try later");
                    }));
    assertThat(error)
        .hasMessage(
            "manifests/imageList:2: image example.com/web:1 cannot be had: https://example.com/v2/ answered 503");
    assertThat(error.hint()).contains("try later").contains("images/");
  }
}
