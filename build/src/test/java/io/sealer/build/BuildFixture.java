package io.sealer.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.build.chart.HelmRenderer;
import io.sealer.build.job.BuildListener;
import io.sealer.build.job.BuildRequest;
import io.sealer.build.job.BuildResult;
import io.sealer.build.job.ImageFetcher;
import io.sealer.oci.Descriptor;
import io.sealer.oci.ImageConfig;
import io.sealer.oci.Manifest;
import io.sealer.oci.MediaTypes;
import io.sealer.oci.OciException;
import io.sealer.oci.OciJson;
import io.sealer.oci.Platform;
import io.sealer.oci.Reference;
import io.sealer.oci.image.ClusterImage;
import io.sealer.oci.layer.LayerReader;
import io.sealer.oci.layer.UnpackOptions;
import io.sealer.oci.store.ContentStore;
import io.sealer.oci.store.DiskStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A context, a store and what builds have said; needs root. */
abstract class BuildFixture {
  static final Platform PLATFORM = Platform.LINUX_AMD64;
  static final ImageFetcher NOTHING =
      (name, platforms, store) -> {
        throw new OciException("no registry in this test has " + name, "");
      };

  @TempDir Path directory;
  Path context;
  DiskStore store;
  final List<String> output = new ArrayList<>();
  final List<String> warnings = new ArrayList<>();

  @BeforeEach
  void make_context() throws IOException {
    context = Files.createDirectory(directory.resolve("context"));
    store = DiskStore.open(directory.resolve("store"));
  }

  @AfterEach
  void nothing_is_left_mounted() throws IOException {
    assertThat(Files.readString(Path.of("/proc/self/mountinfo")))
        .doesNotContain(directory.toString());
  }

  BuildResult build(String kubefile) throws Exception {
    return build(kubefile, "test:1");
  }

  BuildResult build(String kubefile, String name) throws Exception {
    return build(kubefile, name, NOTHING);
  }

  BuildResult build(String kubefile, String name, ImageFetcher fetcher) throws Exception {
    return build(kubefile, name, fetcher, BuildRequest.Options.defaults());
  }

  BuildResult build(
      String kubefile, String name, ImageFetcher fetcher, BuildRequest.Options options)
      throws Exception {
    Path file = Files.writeString(directory.resolve("Kubefile"), kubefile);
    var request =
        new BuildRequest(
            context,
            file,
            List.of(Reference.parse(name)),
            List.of(PLATFORM),
            Map.of(),
            Map.of(),
            Map.of(),
            options);
    var listener =
        new BuildListener() {
          @Override
          public void warning(String text) {
            warnings.add(text);
          }

          @Override
          public void output(String line) {
            output.add(line);
          }
        };
    // The engine for charts is unpacked once for all tests.
    var charts = new HelmRenderer(Path.of("target/engine"));
    return new Builder(store, directory.resolve("work-" + store.hashCode()), fetcher, charts)
        .build(request, listener);
  }

  Path unpack(BuildResult result) throws IOException {
    return unpack(result.image());
  }

  Path unpack(ClusterImage image) throws IOException {
    Path root = Files.createTempDirectory(directory, "unpacked");
    var rootfs = image.rootfs().getFirst();
    for (Descriptor layer : rootfs.manifest().layers()) {
      try (InputStream in = store.open(layer.digest())) {
        LayerReader.unpack(in, layer.mediaType(), root, UnpackOptions.defaults());
      }
    }
    return root;
  }

  void file(String path, String content) throws IOException {
    Path file = context.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  static String pod(String image) {
    return "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  containers:\n  - image: "
        + image
        + "\n";
  }

  /** An archive of an image without files, as an OCI layout. */
  void archive(String path, String name) throws IOException {
    archive(path, name, Map.of());
  }

  void archive(String path, String name, Map<String, String> labels) throws IOException {
    Path work = Files.createTempDirectory(directory, "archive");
    DiskStore other = DiskStore.open(work);
    other.tag(Reference.parse(name), image(other, labels));
    Path file = context.resolve(path);
    Files.createDirectories(file.getParent());
    run("tar", "-C", work.toString(), "-cf", file.toString(), "oci-layout", "index.json", "blobs");
  }

  /** Puts an image without files. */
  static Descriptor image(ContentStore store, Map<String, String> labels) throws IOException {
    var config = ImageConfig.of(PLATFORM, List.of()).withLabels(labels);
    Descriptor stored = store.put(MediaTypes.CONFIG, OciJson.write(config));
    return store.put(MediaTypes.MANIFEST, OciJson.write(Manifest.image(stored, List.of())));
  }

  static void run(String... command) throws IOException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(said).isZero();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
