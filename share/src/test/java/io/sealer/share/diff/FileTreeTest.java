package io.sealer.share.diff;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.oci.Descriptor;
import io.sealer.oci.layer.Compression;
import io.sealer.oci.layer.LayerWriter;
import io.sealer.oci.store.DiskStore;
import io.sealer.oci.tar.TarEntry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTreeTest {
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
    void fill(LayerWriter layer) throws IOException;
  }

  private Descriptor layer(Filler filler) throws IOException {
    try (var writer = LayerWriter.open(store, Compression.GZIP)) {
      filler.fill(writer);
      return writer.commit().descriptor();
    }
  }

  private static void file(LayerWriter layer, String name, String text) throws IOException {
    byte[] content = text.getBytes(UTF_8);
    layer.add(TarEntry.file(name, 0644, content.length), new ByteArrayInputStream(content));
  }

  private Map<String, String> tree(Descriptor... layers) throws IOException {
    return FileTree.of(store, List.of(layers));
  }

  @Test
  void upper_layers_replace_and_remove_what_lower_ones_have() throws Exception {
    Descriptor lower =
        layer(
            l -> {
              l.directory("a", 0755);
              file(l, "a/x", "1");
              file(l, "a/y", "1");
              file(l, "b/c/z", "1");
              file(l, "b2", "1");
              file(l, "d/e", "1");
            });
    Descriptor upper =
        layer(
            l -> {
              file(l, "./a/x", "2");
              l.whiteout("b");
              l.opaque("d");
              file(l, "d/f", "1");
            });
    Map<String, String> tree = tree(lower, upper);
    assertThat(tree).containsOnlyKeys("a", "a/x", "a/y", "b2", "d/f");
    Changes changes = Changes.between(tree(lower), tree);
    assertThat(changes.added()).containsExactly("d/f");
    assertThat(changes.removed()).containsExactly("b/c/z", "d/e");
    assertThat(changes.changed()).containsExactly("a/x");
  }

  @Test
  void permissions_and_links_count_and_times_do_not() throws Exception {
    Map<String, String> one =
        tree(layer(l -> l.symlink("s", "t").add(TarEntry.file("f", 0644, 0).withMtime(1))));
    Map<String, String> two =
        tree(layer(l -> l.symlink("s", "u").add(TarEntry.file("f", 0644, 0).withMtime(2))));
    Map<String, String> three =
        tree(layer(l -> l.symlink("s", "t").add(TarEntry.file("f", 0755, 0))));
    assertThat(Changes.between(one, two).changed()).containsExactly("s");
    assertThat(Changes.between(one, three).changed()).containsExactly("f");
    assertThat(Changes.between(one, one).none()).isTrue();
  }

  @Test
  void a_file_in_place_of_a_directory_removes_what_was_in_it() throws Exception {
    Descriptor lower = layer(l -> file(l, "a/b", "1"));
    assertThat(tree(lower, layer(l -> file(l, "a", "1")))).containsOnlyKeys("a");
  }
}
