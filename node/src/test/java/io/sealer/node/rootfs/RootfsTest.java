package io.sealer.node.rootfs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealer.oci.Digest;
import io.sealer.oci.ImageConfig;
import io.sealer.oci.Manifest;
import io.sealer.oci.MediaTypes;
import io.sealer.oci.OciException;
import io.sealer.oci.OciJson;
import io.sealer.oci.Platform;
import io.sealer.oci.layer.Compression;
import io.sealer.oci.layer.Layer;
import io.sealer.oci.layer.LayerWriter;
import io.sealer.oci.store.CorruptContentException;
import io.sealer.oci.store.DiskStore;
import io.sealer.oci.tar.TarEntry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RootfsTest {
  @TempDir Path temp;
  private DiskStore store;
  private Path root;

  private interface Content {
    void add(LayerWriter layer) throws IOException;
  }

  @BeforeEach
  void open() throws Exception {
    store = DiskStore.open(temp.resolve("store"));
    root = temp.resolve("rootfs");
  }

  @AfterEach
  void close() throws Exception {
    store.close();
  }

  private Digest image(Content... contents) throws IOException {
    var layers = new ArrayList<Layer>();
    for (Content content : contents) {
      try (LayerWriter writer = LayerWriter.open(store, Compression.GZIP)) {
        content.add(writer);
        layers.add(writer.commit());
      }
    }
    return image(layers, layers.stream().map(Layer::diffId).toList());
  }

  private Digest image(List<Layer> layers, List<Digest> diffIds) throws IOException {
    var config = ImageConfig.of(Platform.LINUX_AMD64, diffIds);
    var configured = store.put(MediaTypes.CONFIG, OciJson.write(config));
    var manifest = Manifest.image(configured, layers.stream().map(Layer::descriptor).toList());
    return store.put(MediaTypes.MANIFEST, OciJson.write(manifest)).digest();
  }

  private static Content file(String name, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return layer ->
        layer.add(TarEntry.file(name, 0755, bytes.length), new ByteArrayInputStream(bytes));
  }

  private static Content all(Content... contents) {
    return layer -> {
      for (Content content : contents) {
        content.add(layer);
      }
    };
  }

  private boolean converge(Digest manifest) throws IOException {
    return new Rootfs(root).converge(store, manifest, Optional.empty());
  }

  private boolean converge(Digest manifest, Path overlay) throws IOException {
    return new Rootfs(root).converge(store, manifest, Optional.of(overlay));
  }

  private List<String> files() throws IOException {
    return Trees.paths(root).stream().filter(path -> !path.startsWith(".sealer")).toList();
  }

  @Test
  void layers_are_unpacked_once() throws Exception {
    Digest image =
        image(
            all(file("bin/a", "a"), file("bin/gone", "x")),
            all(file("etc/b", "b"), l -> l.whiteout("bin/gone"), l -> l.symlink("bin/l", "a")));
    assertThat(converge(image)).isTrue();
    assertThat(files()).containsExactly("bin", "bin/a", "bin/l", "etc", "etc/b");
    assertThat(root.resolve("bin/l")).isSymbolicLink().hasContent("a");
    assertThat(root.resolve("bin/a")).isExecutable();

    Object inode = Files.getAttribute(root.resolve("bin/a"), "unix:ino");
    assertThat(converge(image)).isFalse();
    assertThat(Files.getAttribute(root.resolve("bin/a"), "unix:ino")).isEqualTo(inode);
  }

  @Test
  void another_image_replaces_and_removes_but_leaves_the_files_of_others() throws Exception {
    converge(
        image(
            all(
                file("bin/a", "1"),
                file("old/x", "x"),
                file("lib/y", "y"),
                file("turns", "file"),
                l -> l.symlink("was", "bin"))));
    Files.writeString(root.resolve("old/mine"), "mine");
    Files.writeString(root.resolve("bin/mine"), "mine");

    converge(
        image(
            all(
                file("bin/a", "2"),
                l -> l.symlink("lib", "usr/lib"),
                file("usr/lib/y", "new y"),
                file("turns/into", "directory"),
                file("was/link", "directory"))));
    assertThat(files())
        .containsExactly(
            "bin",
            "bin/a",
            "bin/mine",
            "lib",
            "old",
            "old/mine",
            "turns",
            "turns/into",
            "usr",
            "usr/lib",
            "usr/lib/y",
            "was",
            "was/link");
    assertThat(root.resolve("bin/a")).hasContent("2");
    assertThat(root.resolve("usr/lib/y")).hasContent("new y");
    assertThat(Files.exists(root.resolve("bin/link"))).isFalse();
  }

  @Test
  void an_overlay_lies_on_top_and_what_it_no_longer_has_comes_back_from_the_image()
      throws Exception {
    Digest image = image(all(file("etc/conf", "image"), file("etc/keep", "keep")));
    Path overlay = Files.createDirectories(temp.resolve("overlay/etc"));
    Files.writeString(overlay.resolve("conf"), "rendered");
    Files.writeString(overlay.resolve("more"), "more");
    assertThat(converge(image, temp.resolve("overlay"))).isTrue();
    assertThat(root.resolve("etc/conf")).hasContent("rendered");
    assertThat(root.resolve("etc/keep")).hasContent("keep");
    assertThat(converge(image, temp.resolve("overlay"))).isFalse();

    Files.writeString(overlay.resolve("conf"), "changed");
    assertThat(converge(image, temp.resolve("overlay"))).as("overlay changed").isTrue();
    assertThat(root.resolve("etc/conf")).hasContent("changed");
    assertThat(root.resolve("etc/keep")).hasContent("keep");

    Files.delete(overlay.resolve("conf"));
    assertThat(converge(image, temp.resolve("overlay"))).as("overlay shrank").isTrue();
    assertThat(root.resolve("etc/conf")).hasContent("image");
    assertThat(root.resolve("etc/more")).hasContent("more");
    assertThat(converge(image)).as("no overlay").isTrue();
    assertThat(files()).containsExactly("etc", "etc/conf", "etc/keep");
  }

  @Test
  void a_layer_that_is_not_what_the_configuration_says_changes_nothing() throws Exception {
    Digest good = image(file("a", "good"));
    converge(good);
    Layer other;
    try (LayerWriter writer = LayerWriter.open(store, Compression.GZIP)) {
      file("a", "bad").add(writer);
      other = writer.commit();
    }
    Digest bad = image(List.of(other), List.of(Digest.of(new byte[1])));
    assertThatThrownBy(() -> converge(bad)).isInstanceOf(CorruptContentException.class);
    assertThat(root.resolve("a")).hasContent("good");
    assertThat(converge(good)).as("nothing was begun").isFalse();
    assertThatThrownBy(() -> converge(image(List.of(other), List.of())))
        .isInstanceOf(OciException.class)
        .hasMessageContaining("has 1 layers, but its configuration speaks of 0");
  }

  @Test
  void a_run_that_was_killed_is_finished_by_the_next_one() throws Exception {
    Digest first = image(all(file("a", "1"), file("gone", "1")));
    Digest second = image(all(file("a", "2"), file("b", "2")));
    converge(first);
    // As after a kill between the moves of the second image.
    Marker before = Marker.read(root.resolve(".sealer"));
    var both = new java.util.TreeSet<>(before.paths());
    both.addAll(Arrays.asList("a", "b"));
    Marker.incomplete(both).write(root.resolve(".sealer"));
    Files.writeString(root.resolve("b"), "half");
    Files.createDirectories(root.resolve(".sealer/new/rest"));

    assertThat(converge(second)).isTrue();
    assertThat(files()).containsExactly("a", "b");
    assertThat(root.resolve("b")).hasContent("2");
    assertThat(root.resolve(".sealer/new")).doesNotExist();
  }

  @Test
  void a_damaged_marker_only_costs_time() throws Exception {
    Digest image = image(file("a", "1"));
    converge(image);
    Files.writeString(root.resolve(".sealer/state.json"), "{\"comp");
    assertThat(converge(image)).isTrue();
    assertThat(files()).containsExactly("a");
  }

  @Test
  void an_image_cannot_bring_the_marker() throws Exception {
    Digest image = image(file(".sealer/state.json", "{}"));
    assertThatThrownBy(() -> converge(image)).hasMessageContaining(".sealer");
  }
}
