package io.sealer.oci.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.ImageConfig;
import io.sealer.oci.Index;
import io.sealer.oci.Manifest;
import io.sealer.oci.MediaTypes;
import io.sealer.oci.OciException;
import io.sealer.oci.OciJson;
import io.sealer.oci.Platform;
import io.sealer.oci.Progress;
import io.sealer.oci.archive.ImageArchive.Loaded;
import io.sealer.oci.layer.Compression;
import io.sealer.oci.store.DiskStore;
import io.sealer.oci.tar.TarEntry;
import io.sealer.oci.tar.TarReader;
import io.sealer.oci.tar.TarWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageArchiveTest {
  private static final byte[] LAYER = tar(tar -> text(tar, "hello", "world"));
  private static final byte[] CONFIG = config(Digest.of(LAYER), Digest.of(LAYER));

  @TempDir Path directory;
  private DiskStore store;

  @BeforeEach
  void open() throws IOException {
    store = DiskStore.open(directory);
  }

  @AfterEach
  void close() throws IOException {
    store.close();
  }

  private interface Filler {
    void fill(TarWriter tar) throws IOException;
  }

  private static byte[] tar(Filler filler) {
    try {
      var bytes = new ByteArrayOutputStream();
      var tar = new TarWriter(bytes);
      filler.fill(tar);
      tar.finish();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void text(TarWriter tar, String name, String text) throws IOException {
    bytes(tar, name, text.getBytes(UTF_8));
  }

  private static void bytes(TarWriter tar, String name, byte[] content) throws IOException {
    tar.add(TarEntry.file(name, 0644, content.length), new ByteArrayInputStream(content));
  }

  private static byte[] config(Digest... diffIds) {
    return OciJson.write(ImageConfig.of(Platform.LINUX_ARM64, List.of(diffIds)));
  }

  private List<Loaded> load(byte[] archive) throws IOException {
    return ImageArchive.load(new ByteArrayInputStream(archive), store, Progress.NONE);
  }

  private void assertRefused(Filler filler, String message) {
    assertThatThrownBy(() -> load(tar(filler)))
        .isInstanceOf(OciException.class)
        .hasMessageContaining(message);
  }

  /** As docker save writes it: the second layer is the same as the first, and so a link. */
  private static void dockerArchive(TarWriter tar) throws IOException {
    dockerArchive(tar, "[\"a:1\",\"quay.io/b/c:2\"]");
  }

  private static void dockerArchive(TarWriter tar, String names) throws IOException {
    tar.add(TarEntry.directory("aa", 0755));
    text(tar, "aa/VERSION", "1.0");
    bytes(tar, "aa/layer.tar", LAYER);
    tar.add(TarEntry.symlink("bb/layer.tar", "../aa/layer.tar"));
    bytes(tar, "cc.json", CONFIG);
    text(tar, "repositories", "{}");
    text(
        tar,
        "manifest.json",
        "[{\"Config\":\"cc.json\",\"RepoTags\":"
            + names
            + ","
            + "\"Layers\":[\"aa/layer.tar\",\"bb/layer.tar\"]}]");
  }

  @Test
  void a_docker_archive_becomes_an_image_with_the_same_layers() throws Exception {
    List<Loaded> loaded = load(tar(ImageArchiveTest::dockerArchive));
    assertThat(loaded)
        .extracting(image -> image.name().toString())
        .containsExactly("docker.io/library/a:1", "quay.io/b/c:2");
    Descriptor image = loaded.getFirst().descriptor();
    assertThat(image.platform()).contains(Platform.LINUX_ARM64);
    Manifest manifest = OciJson.readManifest(store.read(image));
    assertThat(manifest.config()).isEqualTo(Descriptor.of(MediaTypes.CONFIG, CONFIG));
    Descriptor layer = Descriptor.of(MediaTypes.LAYER_TAR, LAYER);
    assertThat(manifest.layers()).containsExactly(layer, layer);
    store.tag(loaded.getFirst().name(), image);
    assertThat(load(tar(ImageArchiveTest::dockerArchive))).isEqualTo(loaded);
  }

  @Test
  void a_packed_archive_with_packed_layers_is_read() throws Exception {
    byte[] gzipped = pack(LAYER, Compression.GZIP);
    byte[] archive =
        tar(
            tar -> {
              bytes(tar, "l.tar.gz", gzipped);
              bytes(tar, "l.tar", LAYER);
              bytes(tar, "c", CONFIG);
              text(
                  tar,
                  "manifest.json",
                  "[{\"Config\":\"c\",\"RepoTags\":[\"a\"],\"Layers\":[\"l.tar.gz\",\"./l.tar\"]}]");
            });
    for (Compression compression : Compression.values()) {
      Descriptor image = load(pack(archive, compression)).getFirst().descriptor();
      assertThat(OciJson.readManifest(store.read(image)).layers())
          .containsExactly(
              Descriptor.of(MediaTypes.LAYER_GZIP, gzipped),
              Descriptor.of(MediaTypes.LAYER_TAR, LAYER));
    }
    byte[] packed = pack(archive, Compression.GZIP);
    assertThatThrownBy(() -> load(Arrays.copyOf(packed, packed.length - 20)))
        .isInstanceOf(OciException.class)
        .hasMessageContaining("damaged or cut off");
  }

  private static byte[] pack(byte[] content, Compression compression) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = compression.pack(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  @Test
  void a_docker_archive_that_lies_is_refused() {
    assertRefused(
        tar -> {
          bytes(tar, "l", tar(t -> text(t, "other", "x")));
          bytes(tar, "c", CONFIG);
          text(
              tar,
              "manifest.json",
              "[{\"Config\":\"c\",\"RepoTags\":[\"a\"],\"Layers\":[\"l\",\"l\"]}]");
        },
        "layer 'l' must have digest " + Digest.of(LAYER));
    assertRefused(
        tar -> {
          bytes(tar, "c", CONFIG);
          text(
              tar, "manifest.json", "[{\"Config\":\"c\",\"RepoTags\":[\"a\"],\"Layers\":[\"l\"]}]");
        },
        "has 1 layers, but its configuration lists 2");
    assertRefused(
        tar -> text(tar, "manifest.json", "[{\"Config\":\"../../etc/passwd\",\"Layers\":[]}]"),
        "'../../etc/passwd' is missing");
    assertRefused(
        tar -> {
          tar.add(TarEntry.symlink("c", "d"));
          tar.add(TarEntry.symlink("d", "c"));
          text(tar, "manifest.json", "[{\"Config\":\"c\",\"Layers\":[]}]");
        },
        "'c' is missing");
    assertRefused(tar -> dockerArchive(tar, "[\"A b\"]"), "'A b' is invalid");
    assertRefused(tar -> dockerArchive(tar, "null"), "its images have no full names");
    assertRefused(tar -> text(tar, "manifest.json", "{}"), "manifest.json: must be a list");
  }

  /** A layout as docker 25 writes it: the ref.name is the tag, the name stands beside. */
  private static void layout(TarWriter tar, Map<String, String> annotations) throws IOException {
    byte[] manifest =
        OciJson.write(
            Manifest.image(
                Descriptor.of(MediaTypes.CONFIG, CONFIG),
                List.of(
                    Descriptor.of(MediaTypes.LAYER_TAR, LAYER),
                    Descriptor.of(MediaTypes.LAYER_TAR, LAYER))));
    for (byte[] blob : List.of(manifest, CONFIG, LAYER)) {
      bytes(tar, "blobs/sha256/" + Digest.of(blob).hex(), blob);
    }
    Descriptor entry = Descriptor.of(MediaTypes.MANIFEST, manifest);
    for (var annotation : annotations.entrySet()) {
      entry = entry.withAnnotation(annotation.getKey(), annotation.getValue());
    }
    bytes(tar, "index.json", OciJson.write(Index.of(List.of(entry), Map.of())));
  }

  @Test
  void a_layout_is_read_with_its_full_name() throws Exception {
    byte[] ours = tar(tar -> layout(tar, Map.of(Descriptor.REF_NAME, "quay.io/a/b:1")));
    assertThat(load(ours).getFirst().name()).hasToString("quay.io/a/b:1");
    byte[] dockers =
        tar(
            tar ->
                layout(
                    tar,
                    Map.of(
                        Descriptor.REF_NAME,
                        "latest",
                        "io.containerd.image.name",
                        "docker.io/library/a:latest")));
    assertThat(load(dockers).getFirst().name()).hasToString("docker.io/library/a:latest");
    assertRefused(
        tar -> layout(tar, Map.of(Descriptor.REF_NAME, "v1")), "its images have no full names");
  }

  @Test
  void a_layout_that_lies_is_refused_with_its_place() {
    Map<String, String> name = Map.of(Descriptor.REF_NAME, "quay.io/a/b:1");
    String hex = Digest.of(LAYER).hex();
    assertRefused(
        tar -> text(tar, "blobs/sha256/" + hex, "other"),
        "archive, entry 'blobs/sha256/"
            + hex
            + "' at byte 0: content must have digest sha256:"
            + hex);
    assertRefused(tar -> text(tar, "blobs/sha256/../../x", "x"), "neither index.json");
    assertRefused(
        tar -> {
          text(tar, "a", "x");
          text(tar, "blobs/../../x", "x");
        },
        "entry 'blobs/../../x' at byte 1024: 'blobs/../../x' leads out of the archive");
    assertRefused(tar -> text(tar, "blobs/sha256/XYZ", "x"), "lower-case hex digits");
    assertRefused(
        tar -> {
          byte[] whole = tar(t -> layout(t, name));
          // the index alone, without blobs
          bytes(tar, "index.json", indexOf(whole));
        },
        "which is missing");
    assertRefused(tar -> text(tar, "x", "y"), "no archive of images");
    assertRefused(tar -> bytes(tar, "index.json", new byte[(4 << 20) + 1]), "more than 4194304");
    assertThatThrownBy(() -> load("no tar at all".repeat(50).getBytes(UTF_8)))
        .hasMessageContaining("archive, at the start: tar, byte 512: this is no tar file");
    assertThatThrownBy(() -> load(new byte[0])).hasMessageContaining("no archive of images");
  }

  @Test
  void links_devices_and_names_that_come_twice_are_refused_with_their_place() {
    String blob = "blobs/sha256/" + Digest.of(LAYER).hex();
    assertRefused(
        tar -> {
          bytes(tar, blob, LAYER);
          bytes(tar, "./" + blob, LAYER);
        },
        "this name is there already, at byte 0");
    assertRefused(tar -> tar.add(TarEntry.symlink(blob, "/etc/shadow")), "it is a link to '/etc/");
    assertRefused(tar -> tar.add(TarEntry.hardLink(blob, "x")), "it is a link to 'x'");
    assertRefused(
        tar -> tar.add(TarEntry.symlink("index.json", "x")), "entry 'index.json' at byte");
    assertRefused(tar -> tar.add(TarEntry.symlink("a/b", "../../x")), "leads out of the archive");
    assertRefused(tar -> tar.add(TarEntry.symlink("a", "/x")), "it is a link to '/x'");
    assertRefused(
        tar -> tar.add(new TarEntry("d", TarEntry.Type.CHAR_DEVICE, 0, 0, 0, 0, 0, "", 1, 3)),
        "it is a device");
  }

  @Test
  void a_claimed_size_beyond_the_file_is_told_with_its_entry() {
    byte[] archive = tar(tar -> text(tar, "blobs/sha256/" + Digest.of(LAYER).hex(), "x"));
    byte[] huge = "77777777777".getBytes(UTF_8);
    System.arraycopy(huge, 0, archive, 124, huge.length);
    long sum = 0;
    for (int i = 0; i < 512; i++) {
      sum += i >= 148 && i < 156 ? ' ' : archive[i] & 0xff;
    }
    byte[] checksum = String.format("%06o\0 ", sum).getBytes(UTF_8);
    System.arraycopy(checksum, 0, archive, 148, 8);
    assertThatThrownBy(() -> load(archive))
        .isInstanceOf(OciException.class)
        .hasMessageContaining("at byte 0: tar, byte 2048: the file is cut off");
  }

  @Test
  void an_index_that_lies_is_told_with_its_place() throws Exception {
    byte[] whole = tar(tar -> layout(tar, Map.of(Descriptor.REF_NAME, "quay.io/a/b:1")));
    byte[] index = indexOf(whole);
    String lie = new String(index, UTF_8).replaceAll("\"size\":\\d+", "\"size\":17");
    assertRefused(
        tar -> {
          byte[] manifest =
              OciJson.write(Manifest.image(Descriptor.of(MediaTypes.CONFIG, CONFIG), List.of()));
          bytes(tar, "blobs/sha256/" + Digest.of(manifest).hex(), manifest);
          text(tar, "index.json", lie);
        },
        "archive, entry 'index.json' at byte");
    assertRefused(
        tar -> text(tar, "index.json", "{\"manifests\":7}"), "entry 'index.json' at byte");
  }

  @Test
  void a_mere_tag_is_completed_by_the_name_that_the_user_gives() throws Exception {
    byte[] archive = tar(tar -> layout(tar, Map.of(Descriptor.REF_NAME, "v1")));
    assertThat(load(archive, "quay.io/team/app").name()).hasToString("quay.io/team/app:v1");
    assertThat(load(archive, "quay.io/team/app:2").name()).hasToString("quay.io/team/app:2");
    byte[] unnamed = tar(tar -> layout(tar, Map.of()));
    assertThat(load(unnamed, "app").name()).hasToString("docker.io/library/app:latest");
    assertThatThrownBy(() -> load(archive))
        .hasMessageContaining("only v1")
        .satisfies(e -> assertThat(((OciException) e).hint()).contains("load --name"));
    assertThatThrownBy(() -> load(archive, "A B")).isInstanceOf(OciException.class);
    byte[] docker = tar(ImageArchiveTest::dockerArchive);
    assertThatThrownBy(() -> load(docker, "x:1")).hasMessageContaining("it has 2 images");
    assertThat(load(docker, "x").name()).hasToString("docker.io/library/x:1");
  }

  private Loaded load(byte[] archive, String name) throws IOException {
    return ImageArchive.load(
            new ByteArrayInputStream(archive),
            store,
            Members.NONE,
            Optional.of(name),
            Progress.NONE)
        .getFirst();
  }

  @Test
  void what_the_go_sealer_saves_of_several_platforms_becomes_one_image() throws Exception {
    byte[] one = tar(tar -> layout(tar, Map.of()));
    byte[] two = tar(tar -> dockerArchive(tar, "null"));
    byte[] archive =
        tar(
            tar -> {
              bytes(tar, "aaa.tar", one);
              bytes(tar, "bbb.tar", two);
              text(tar, "Metadata", "docker.io/sealerio/kubernetes:v1.22.15");
            });
    Loaded loaded = load(archive).getFirst();
    assertThat(loaded.name()).hasToString("docker.io/sealerio/kubernetes:v1.22.15");
    assertThat(OciJson.readIndex(store.read(loaded.descriptor())).manifests())
        .hasSize(2)
        .allMatch(member -> member.platform().equals(Optional.of(Platform.LINUX_ARM64)));
    store.tag(loaded.name(), loaded.descriptor());
    assertRefused(
        tar -> {
          text(tar, "aaa.tar", "no tar");
          text(tar, "Metadata", "a:1");
        },
        "archive, in 'aaa.tar': archive, at the start");
  }

  private static byte[] indexOf(byte[] archive) throws IOException {
    var tar = new TarReader(new ByteArrayInputStream(archive));
    while (!tar.next().orElseThrow().name().equals("index.json")) {}
    return tar.content().readAllBytes();
  }

  @Test
  void what_is_missing_in_an_archive_may_be_in_the_store_already() throws Exception {
    store.put(MediaTypes.LAYER_TAR, LAYER);
    byte[] manifest =
        OciJson.write(
            Manifest.image(
                Descriptor.of(MediaTypes.CONFIG, CONFIG),
                List.of(Descriptor.of(MediaTypes.LAYER_TAR, LAYER))));
    Descriptor entry =
        Descriptor.of(MediaTypes.MANIFEST, manifest)
            .withAnnotation(Descriptor.REF_NAME, "quay.io/a/b:1");
    byte[] delta =
        tar(
            tar -> {
              bytes(tar, "blobs/sha256/" + Digest.of(manifest).hex(), manifest);
              bytes(tar, "blobs/sha256/" + Digest.of(CONFIG).hex(), CONFIG);
              bytes(tar, "index.json", OciJson.write(Index.of(List.of(entry), Map.of())));
            });
    assertThat(load(delta)).hasSize(1);
  }
}
