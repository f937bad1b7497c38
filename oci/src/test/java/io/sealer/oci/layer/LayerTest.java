package io.sealer.oci.layer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealer.oci.Digest;
import io.sealer.oci.MediaTypes;
import io.sealer.oci.OciException;
import io.sealer.oci.store.CorruptContentException;
import io.sealer.oci.store.DiskStore;
import io.sealer.oci.tar.TarEntry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LayerTest {
  @TempDir Path directory;
  private DiskStore store;
  private Path root;

  @BeforeEach
  void open() throws IOException {
    store = DiskStore.open(directory.resolve("store"));
    root = Files.createDirectories(directory.resolve("outer/root"));
    Files.writeString(directory.resolve("outer/secret"), "secret");
  }

  @AfterEach
  void close() throws IOException {
    assertThat(directory.resolve("outer/secret")).hasContent("secret");
    store.close();
  }

  private interface Filler {
    void fill(LayerWriter layer) throws IOException;
  }

  private Layer layer(Compression compression, Filler filler) throws IOException {
    try (var writer = LayerWriter.open(store, compression)) {
      filler.fill(writer);
      return writer.commit();
    }
  }

  private void unpack(Layer layer) throws IOException {
    unpack(layer, UnpackOptions.defaults().withDiffId(layer.diffId()));
  }

  private LayerReader.Unpacked unpack(Layer layer, UnpackOptions options) throws IOException {
    try (InputStream in = store.open(layer.descriptor().digest())) {
      return LayerReader.unpack(in, layer.descriptor().mediaType(), root, options);
    }
  }

  private void unpack(Filler filler) throws IOException {
    unpack(layer(Compression.NONE, filler));
  }

  private void assertRefused(Filler filler, String message) throws IOException {
    Layer hostile = layer(Compression.NONE, filler);
    assertThatThrownBy(() -> unpack(hostile))
        .isInstanceOf(OciException.class)
        .hasMessageContaining(message);
  }

  private static LayerWriter text(LayerWriter layer, String name, String text) throws IOException {
    byte[] content = text.getBytes(UTF_8);
    return layer.add(TarEntry.file(name, 0644, content.length), new ByteArrayInputStream(content));
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void a_layer_is_the_same_every_time_and_unpacks_to_what_went_in(Compression compression)
      throws Exception {
    Path big = Files.write(directory.resolve("big"), new byte[600_000]);
    Filler filler =
        layer -> {
          layer.directory("bin", 0700);
          layer.file("bin/big", 06755, big);
          layer.symlink("bin/link", "../../../etc/passwd");
          layer.hardLink("bin/hard", "bin/big");
          text(layer, "no-directory-before/x", "x");
        };
    Layer layer = layer(compression, filler);
    assertThat(layer(compression, filler)).isEqualTo(layer);
    assertThat(layer.descriptor().mediaType()).isEqualTo(compression.mediaType());
    unpack(layer);
    assertThat(root.resolve("bin/big")).hasSameBinaryContentAs(big);
    assertThat(Files.getAttribute(root.resolve("bin/big"), "unix:mode")).isEqualTo(0106755);
    assertThat(Files.getAttribute(root.resolve("bin"), "unix:mode")).isEqualTo(0040700);
    assertThat(Files.readSymbolicLink(root.resolve("bin/link"))).hasToString("../../../etc/passwd");
    assertThat(Files.isSameFile(root.resolve("bin/hard"), root.resolve("bin/big"))).isTrue();
    assertThat(Files.getLastModifiedTime(root.resolve("bin/big")).toMillis()).isZero();
    assertThat(root.resolve("no-directory-before/x")).hasContent("x");
  }

  @Test
  void a_layer_that_is_given_up_leaves_nothing() throws Exception {
    for (Compression compression : Compression.values()) {
      try (var writer = LayerWriter.open(store, compression)) {
        text(writer, "a", "b");
      }
    }
    try (var blobs = Files.list(directory.resolve("store/blobs/sha256"))) {
      assertThat(blobs).isEmpty();
    }
  }

  @Test
  void later_layers_replace_and_remove() throws Exception {
    unpack(
        layer -> {
          text(layer, "a/one", "1");
          text(layer, "a/two", "2");
          text(layer, "b/deep/er/x", "x");
          text(layer, "c", "file");
          text(layer, "d/x", "x");
        });
    unpack(
        layer -> {
          text(layer, "a/one", "new");
          layer.whiteout("a/two");
          layer.whiteout("b");
          layer.whiteout("never/was");
          layer.directory("c", 0755);
          text(layer, "d", "now a file");
        });
    assertThat(root.resolve("a/one")).hasContent("new");
    assertThat(root.resolve("a/two")).doesNotExist();
    assertThat(root.resolve("b")).doesNotExist();
    assertThat(root.resolve("c")).isDirectory();
    assertThat(root.resolve("d")).hasContent("now a file");
  }

  @Test
  void an_opaque_directory_keeps_what_its_own_layer_brings() throws Exception {
    unpack(layer -> text(text(layer, "a/old", "1"), "a/sub/old", "2"));
    unpack(
        layer -> {
          layer.directory("a", 0755);
          text(layer, "a/sub/new", "3");
          layer.directory("a/sub", 0755);
          layer.opaque("a");
          text(layer, "a/late", "4");
          text(layer, ".wh..wh.plnk/1.2", "note of AUFS");
        });
    assertThat(root.resolve("a/old")).doesNotExist();
    assertThat(root.resolve("a/sub/old")).doesNotExist();
    assertThat(root.resolve("a/sub/new")).hasContent("3");
    assertThat(root.resolve("a/late")).hasContent("4");
  }

  @Test
  void names_that_lead_out_are_refused() throws Exception {
    assertRefused(layer -> text(layer, "../secret", "x"), "'../secret' leads out");
    assertRefused(layer -> text(layer, "a/../../secret", "x"), "leads out");
    assertRefused(layer -> layer.hardLink("x", "../secret"), "leads out");
    assertRefused(layer -> text(layer, ".", "x"), "replace the directory itself");
    assertRefused(layer -> layer.whiteout(".."), "hides no file");
    assertRefused(layer -> layer.whiteout(""), "hides no file");
    unpack(layer -> text(layer, "/absolute/../x".replace("..", "y"), "stays inside"));
    assertThat(root.resolve("absolute/y/x")).hasContent("stays inside");
  }

  @Test
  void links_lead_nowhere_but_inside() throws Exception {
    Files.createDirectories(directory.resolve("outer/victim/sub"));
    unpack(
        layer -> {
          layer.symlink("up", "..");
          layer.symlink("abs", directory.resolve("outer").toString());
          text(layer, "up/secret", "inside");
          text(layer, "abs/secret", "inside too");
          layer.symlink("secret-link", "../secret");
          text(layer, "secret-link", "replaced the link");
          layer.directory("usr/lib", 0755);
          layer.symlink("lib", "usr/lib");
          text(layer, "lib/a.so", "merged");
        });
    assertThat(root.resolve("secret")).hasContent("inside");
    assertThat(root.resolve("secret-link")).hasContent("replaced the link");
    assertThat(root.resolve("usr/lib/a.so")).hasContent("merged");
    assertThat(Files.isSymbolicLink(root.resolve("lib"))).isTrue();
    assertThat(root.resolve(directory.resolve("outer/secret").toString().substring(1)))
        .hasContent("inside too");
    assertRefused(
        layer -> {
          layer.symlink("x", "../secret");
          layer.hardLink("y", "up/../secret");
        },
        "leads out");
  }

  @Test
  void a_hard_link_to_a_link_does_not_reach_its_target() throws Exception {
    unpack(
        layer -> {
          layer.symlink("soft", "../secret");
          layer.hardLink("hard", "soft");
          text(layer, "hard", "x");
        });
    assertThat(root.resolve("hard")).hasContent("x");
    assertRefused(layer -> layer.hardLink("a", "nothing"), "no file here");
  }

  @Test
  void a_directory_that_becomes_a_link_gives_its_permissions_to_nobody_else() throws Exception {
    Path victim = Files.createDirectories(directory.resolve("outer/victim/sub"));
    Files.setAttribute(victim, "unix:mode", 0700);
    unpack(
        layer -> {
          layer.directory("a", 0755);
          layer.directory("a/sub", 0777);
          layer.symlink("a", directory.resolve("outer/victim").toString());
        });
    assertThat(Files.isSymbolicLink(root.resolve("a"))).isTrue();
    assertThat(Files.getAttribute(victim, "unix:mode")).isEqualTo(0040700);
  }

  @Test
  void removing_does_not_follow_links() throws Exception {
    unpack(layer -> layer.symlink("a", directory.resolve("outer").toString()));
    unpack(layer -> layer.whiteout("a"));
    assertThat(Files.exists(root.resolve("a"), LinkOption.NOFOLLOW_LINKS)).isFalse();
    unpack(layer -> layer.symlink("b", directory.resolve("outer").toString()));
    unpack(layer -> layer.opaque("b"));
    assertThat(directory.resolve("outer/secret")).exists();
  }

  @Test
  void links_in_a_circle_end() throws Exception {
    assertRefused(
        layer -> {
          layer.symlink("a", "b");
          layer.symlink("b", "a");
          text(layer, "a/x", "x");
        },
        "too many symbolic links");
    assertRefused(layer -> text(text(layer, "f", "x"), "f/x", "x"), "which is no directory");
  }

  @Test
  void devices_are_refused_unless_asked_for() throws Exception {
    var pipe = new TarEntry("pipe", TarEntry.Type.FIFO, 0600, 0, 0, 0, 0, "", 0, 0);
    assertRefused(layer -> layer.add(pipe), "is a device or a named pipe");
    Layer asked = layer(Compression.NONE, layer -> layer.add(pipe));
    unpack(asked, UnpackOptions.defaults().withDevices(true));
    assertThat(Files.getAttribute(root.resolve("pipe"), "unix:mode")).isEqualTo(0010600);
  }

  @Test
  void limits_end_what_grows_too_much() throws Exception {
    Path zeros = Files.write(directory.resolve("zeros"), new byte[66 << 20]);
    Layer bomb = layer(Compression.ZSTD, layer -> layer.file("zeros", 0644, zeros));
    UnpackOptions options = UnpackOptions.defaults();
    assertThatThrownBy(() -> unpack(bomb, options.withLimits(1L << 40, 10, 100)))
        .hasMessageContaining("more than 100 times");
    assertThatThrownBy(() -> unpack(bomb, options.withLimits(1 << 20, 10, 1 << 20)))
        .hasMessageContaining("limit of 10 entries and 1048576 bytes");
    Layer many = layer(Compression.NONE, layer -> text(text(layer, "a", "a"), "b", "b"));
    assertThatThrownBy(() -> unpack(many, options.withLimits(100, 1, 100)))
        .hasMessageContaining("'b' goes beyond the limit");
    assertThat(unpack(many, options)).isEqualTo(new LayerReader.Unpacked(2, 2));
  }

  @Test
  void a_layer_that_is_not_the_expected_one_is_refused() throws Exception {
    Layer layer = layer(Compression.GZIP, l -> text(l, "a", "a"));
    Digest other = Digest.of(new byte[0]);
    assertThatThrownBy(() -> unpack(layer, UnpackOptions.defaults().withDiffId(other)))
        .isInstanceOf(CorruptContentException.class)
        .hasMessageContaining(other.toString());
    assertThatThrownBy(
            () ->
                LayerReader.unpack(
                    InputStream.nullInputStream(), "text/plain", root, UnpackOptions.defaults()))
        .hasMessageContaining("'text/plain' are not supported");
  }

  @ParameterizedTest
  @EnumSource(names = {"GZIP", "ZSTD"})
  void a_packed_layer_that_is_cut_off_is_refused(Compression compression) throws Exception {
    byte[] random = new byte[100_000];
    new Random(7).nextBytes(random);
    Layer layer =
        layer(
            compression,
            l -> l.add(TarEntry.file("r", 0644, random.length), new ByteArrayInputStream(random)));
    byte[] whole;
    try (InputStream in = store.open(layer.descriptor().digest())) {
      whole = in.readAllBytes();
    }
    for (int length : new int[] {2, 50, 50_000, whole.length - 5}) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(
              () ->
                  LayerReader.unpack(
                      new ByteArrayInputStream(cut),
                      compression.mediaType(),
                      root,
                      UnpackOptions.defaults().withDiffId(layer.diffId())))
          .isInstanceOf(OciException.class);
    }
  }

  @Test
  void packing_is_recognised_by_the_first_bytes() throws Exception {
    for (Compression compression : Compression.values()) {
      Layer layer = layer(compression, l -> text(l, "a", "a"));
      try (InputStream in = Compression.unpackAny(store.open(layer.descriptor().digest()))) {
        assertThat(Digest.of(in.readAllBytes())).isEqualTo(layer.diffId());
      }
      assertThat(Compression.of(compression.mediaType())).isEqualTo(compression);
    }
    assertThat(Compression.of(MediaTypes.DOCKER_LAYER_GZIP)).isEqualTo(Compression.GZIP);
  }
}
