package io.sealer.share.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Manifest;
import io.sealer.oci.MediaTypes;
import io.sealer.oci.OciJson;
import io.sealer.oci.Progress;
import io.sealer.oci.Reference;
import io.sealer.oci.layer.Compression;
import io.sealer.oci.layer.LayerReader;
import io.sealer.oci.layer.UnpackOptions;
import io.sealer.oci.store.DiskStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives go to and fro between us and skopeo. */
class SkopeoArchiveIT {
  private static final Reference NAME = Reference.parse("quay.io/team/app:1.0");

  @TempDir Path directory;
  private DiskStore store;
  private Descriptor image;

  @BeforeEach
  void open() throws IOException {
    store = DiskStore.open(directory.resolve("store"));
    image = Images.image(store, Compression.GZIP, "one", "two", "one");
    store.tag(NAME, image);
  }

  @AfterEach
  void close() throws IOException {
    store.close();
  }

  private void run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }

  private void copy(String from, String to) throws Exception {
    run("skopeo", "--insecure-policy", "copy", from, to);
  }

  private String ours() {
    return "oci:" + store.directory() + ":" + NAME;
  }

  @Test
  void skopeo_reads_what_we_save() throws Exception {
    Path archive = directory.resolve("a.tar");
    ArchiveWriter.save(store, List.of(NAME), archive, Progress.NONE);
    Path target = directory.resolve("target");
    copy("oci-archive:" + archive + ":" + NAME, "oci:" + target + ":" + NAME);
    try (var copied = DiskStore.open(target)) {
      assertThat(copied.resolve(NAME)).contains(image);
    }
  }

  @Test
  void we_read_what_skopeo_saves_as_oci_archive() throws Exception {
    Path archive = directory.resolve("a.tar");
    copy(ours(), "oci-archive:" + archive + ":" + NAME);
    try (var other = DiskStore.open(directory.resolve("other"))) {
      var loaded = ArchiveReader.load(archive, other, Progress.NONE);
      assertThat(loaded).hasSize(1);
      assertThat(other.resolve(NAME)).contains(image);
    }
  }

  @Test
  void we_read_what_skopeo_saves_as_docker_archive() throws Exception {
    Path archive = directory.resolve("a.tar");
    copy(ours(), "docker-archive:" + archive + ":" + NAME);
    try (var other = DiskStore.open(directory.resolve("other"))) {
      ArchiveReader.load(archive, other, Progress.NONE);
      Descriptor loaded = other.resolve(NAME).orElseThrow();
      Manifest manifest = OciJson.readManifest(other.read(loaded));
      assertThat(manifest.layers())
          .hasSize(3)
          .allMatch(layer -> layer.mediaType().equals(MediaTypes.LAYER_TAR));
      Path root = Files.createDirectory(directory.resolve("root"));
      for (Descriptor layer : manifest.layers()) {
        try (InputStream in = other.open(layer.digest())) {
          LayerReader.unpack(in, layer.mediaType(), root, UnpackOptions.defaults());
        }
      }
      assertThat(root.resolve("two")).hasContent("two".repeat(100));
      copy("oci:" + other.directory() + ":" + NAME, "docker-archive:" + directory.resolve("b.tar"));
    }
  }

  @Test
  void an_archive_of_a_layout_made_by_hand_with_gnu_tar_is_read() throws Exception {
    for (String pack : List.of("-c", "-cz")) {
      Path archive = directory.resolve("a" + pack + ".tar");
      run("tar", pack, "-f", archive.toString(), "-C", store.directory().toString(), ".");
      try (var other = DiskStore.open(directory.resolve("other" + pack))) {
        ArchiveReader.load(archive, other, Progress.NONE);
        assertThat(other.resolve(NAME)).contains(image);
      }
    }
  }
}
