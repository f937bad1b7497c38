package io.sealer.oci.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.oci.Descriptor;
import io.sealer.oci.ImageConfig;
import io.sealer.oci.Index;
import io.sealer.oci.Manifest;
import io.sealer.oci.MediaTypes;
import io.sealer.oci.OciJson;
import io.sealer.oci.Platform;
import io.sealer.oci.Reference;
import io.sealer.oci.image.ClusterImages;
import io.sealer.oci.image.ImageLock;
import io.sealer.oci.layer.Compression;
import io.sealer.oci.layer.Layer;
import io.sealer.oci.layer.LayerWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our store and skopeo's image layouts are the same thing. */
class SkopeoIT {
  private static final String NAME = "quay.io/team/app:1.0";

  @TempDir Path directory;
  private DiskStore store;

  @BeforeEach
  void open() throws IOException {
    store = DiskStore.open(directory.resolve("store"));
  }

  @AfterEach
  void close() throws IOException {
    store.close();
  }

  private String skopeo(String... arguments) throws Exception {
    var command = new ArrayList<>(List.of("skopeo", "--insecure-policy"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  private Descriptor image(Compression compression) throws IOException {
    Layer layer;
    try (var writer = LayerWriter.open(store, compression)) {
      layer = writer.directory("etc", 0755).symlink("etc/x", "y").commit();
    }
    var config =
        ImageConfig.of(Platform.LINUX_AMD64, List.of(layer.diffId()))
            .withEnv(List.of("A=b"))
            .withLabels(Map.of("l", compression.name()));
    Descriptor written = store.put(MediaTypes.CONFIG, OciJson.write(config));
    return store.put(
        MediaTypes.MANIFEST, OciJson.write(Manifest.image(written, List.of(layer.descriptor()))));
  }

  private Descriptor clusterImage() throws IOException {
    Descriptor workload = image(Compression.GZIP);
    Descriptor index =
        store.put(
            MediaTypes.INDEX,
            OciJson.write(
                Index.of(List.of(workload.withPlatform(Platform.LINUX_AMD64)), Map.of())));
    var entry =
        new ImageLock.Entry(
            Reference.parse("nginx:1.25"), index, List.of(Platform.LINUX_AMD64), List.of());
    return ClusterImages.write(
        store, List.of(image(Compression.ZSTD)), new ImageLock(List.of(entry)), List.of(workload));
  }

  @Test
  void skopeo_reads_a_cluster_image_from_the_store() throws Exception {
    Descriptor image = clusterImage();
    store.tag(Reference.parse(NAME), image);
    String source = "oci:" + store.directory() + ":" + NAME;
    assertThat(skopeo("inspect", "--raw", source)).isEqualTo(new String(store.read(image), UTF_8));
    assertThat(skopeo("inspect", source)).contains("\"l\": \"ZSTD\"");

    Path copy = directory.resolve("copy");
    skopeo("copy", "--all", source, "oci:" + copy + ":" + NAME);
    try (var copied = DiskStore.open(copy)) {
      assertThat(copied.resolve(Reference.parse(NAME))).contains(image);
      for (Descriptor part : Closure.of(store, image).all()) {
        assertThat(copied.size(part.digest())).hasValue(part.size());
      }
      assertThat(ClusterImages.read(copied, image).lock().entries()).hasSize(1);
    }
  }

  @Test
  void skopeo_writes_into_the_store() throws Exception {
    store.tag(Reference.parse(NAME), image(Compression.GZIP));
    skopeo(
        "copy", "oci:" + store.directory() + ":" + NAME, "oci:" + store.directory() + ":b.io/b:2");
    assertThat(store.names())
        .extracting(named -> named.name().toString())
        .containsExactly("b.io/b:2", NAME);
    assertThat(store.untag(Reference.parse(NAME))).isTrue();
    store.close();
    store.prune();
    assertThat(skopeo("inspect", "oci:" + store.directory() + ":b.io/b:2")).contains("GZIP");
    try (var blobs = Files.list(directory.resolve("store/blobs/sha256"))) {
      assertThat(blobs).hasSize(3);
    }
  }
}
