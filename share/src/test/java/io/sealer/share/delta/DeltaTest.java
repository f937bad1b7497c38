package io.sealer.share.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.ImageConfig;
import io.sealer.oci.Manifest;
import io.sealer.oci.MediaTypes;
import io.sealer.oci.OciException;
import io.sealer.oci.OciJson;
import io.sealer.oci.Platform;
import io.sealer.oci.Progress;
import io.sealer.oci.Reference;
import io.sealer.oci.layer.Compression;
import io.sealer.oci.layer.Layer;
import io.sealer.oci.layer.LayerWriter;
import io.sealer.oci.store.Closure;
import io.sealer.oci.store.DiskStore;
import io.sealer.oci.tar.TarEntry;
import io.sealer.share.archive.ArchiveReader;
import io.sealer.share.archive.ArchiveWriter;
import io.sealer.share.archive.SaveOptions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeltaTest {
  private static final Reference OLD = Reference.parse("app:1");
  private static final Reference NEW = Reference.parse("app:2");
  private static final int SIZE = 1_000_000;

  @TempDir Path directory;
  private DiskStore ours;
  private DiskStore theirs;

  @BeforeEach
  void open() throws IOException {
    ours = DiskStore.open(directory.resolve("ours"));
    theirs = DiskStore.open(directory.resolve("theirs"));
  }

  @AfterEach
  void close() throws IOException {
    ours.close();
    theirs.close();
  }

  private static byte[] content(int seed) {
    byte[] content = new byte[SIZE];
    new Random(seed).nextBytes(content);
    return content;
  }

  /** The same with some bytes changed, some put in and some taken out. */
  private static byte[] edited(byte[] content, int seed) {
    var random = new Random(seed);
    var edited = new ByteArrayOutputStream();
    int at = 0;
    for (int i = 0; i < 8; i++) {
      int next = at + random.nextInt(content.length / 8);
      edited.write(content, at, next - at);
      byte[] put = new byte[random.nextInt(3) * 50];
      random.nextBytes(put);
      edited.writeBytes(put);
      at = Math.min(content.length, next + random.nextInt(3) * 1000);
    }
    edited.write(content, at, content.length - at);
    return edited.toByteArray();
  }

  private Layer layer(Compression compression, byte[]... files) throws IOException {
    try (var writer = LayerWriter.open(ours, compression)) {
      for (int i = 0; i < files.length; i++) {
        writer.add(
            TarEntry.file("file" + i, 0644, files[i].length), new ByteArrayInputStream(files[i]));
      }
      return writer.commit();
    }
  }

  private Descriptor image(Reference name, Layer... layers) throws IOException {
    List<Layer> all = List.of(layers);
    var config =
        ImageConfig.of(Platform.LINUX_AMD64, all.stream().map(Layer::diffId).toList())
            .withEnv(List.of("NAME=" + name));
    Descriptor written = ours.put(MediaTypes.CONFIG, OciJson.write(config));
    List<Descriptor> blobs = all.stream().map(Layer::descriptor).toList();
    Descriptor image = ours.put(MediaTypes.MANIFEST, OciJson.write(Manifest.image(written, blobs)));
    ours.tag(name, image);
    return image;
  }

  private byte[] save(SaveOptions options, Reference... names) throws IOException {
    var out = new ByteArrayOutputStream();
    ArchiveWriter.save(ours, List.of(names), options, out, Progress.NONE);
    return out.toByteArray();
  }

  private static SaveOptions chunked() {
    return SaveOptions.ALL.withBases(List.of(OLD)).withChunks();
  }

  private void load(byte[] archive) throws IOException {
    ArchiveReader.load(new ByteArrayInputStream(archive), theirs, Progress.NONE);
  }

  private void assertWhole(Reference name) throws IOException {
    assertThat(theirs.resolve(name)).isEqualTo(ours.resolve(name));
    assertThat(theirs.check(false, Progress.NONE).problems()).isEmpty();
    for (Descriptor part : Closure.of(theirs, theirs.resolve(name).orElseThrow()).all()) {
      assertThat(theirs.size(part.digest())).hasValue(part.size());
    }
    try (Stream<Path> left = Files.list(theirs.directory().resolve("incoming"))) {
      assertThat(left).noneMatch(file -> file.toString().endsWith(".tmp"));
    }
  }

  @Test
  void layers_are_rebuilt_bit_by_bit_however_they_are_packed() throws Exception {
    for (Compression compression : Compression.values()) {
      byte[] old = content(compression.name().length());
      Reference base = OLD.withTag("old-" + compression);
      Reference next = NEW.withTag("new-" + compression);
      image(base, layer(compression, old));
      image(next, layer(compression, edited(old, 5), new byte[100_000]));
      load(save(SaveOptions.ALL, base));
      byte[] delta = save(SaveOptions.ALL.withBases(List.of(base)).withChunks(), next);
      assertThat(delta.length).as("%s", compression).isLessThan(SIZE / 50);
      load(delta);
      assertWhole(next);
    }
  }

  @Test
  void blobs_that_a_base_has_are_left_out_and_others_are_whole() throws Exception {
    Layer shared = layer(Compression.ZSTD, content(1));
    image(OLD, shared);
    image(NEW, shared, layer(Compression.ZSTD, content(2)));
    byte[] delta = save(SaveOptions.ALL.withBases(List.of(OLD)), NEW);
    assertThat(delta.length).isBetween(SIZE, SIZE + 20_000);
    load(save(SaveOptions.ALL, OLD));
    load(delta);
    assertWhole(NEW);
  }

  @Test
  void what_is_missing_is_told_before_anything_is_written() throws Exception {
    Layer old = layer(Compression.ZSTD, content(1));
    image(OLD, old);
    image(NEW, layer(Compression.ZSTD, edited(content(1), 3)));
    byte[] delta = save(chunked(), NEW);
    assertThatThrownBy(() -> load(delta))
        .isInstanceOf(OciException.class)
        .hasMessageContaining("this is a delta, and 1 blob of what it is made on top of")
        .hasMessageContaining(old.descriptor().digest() + " (" + old.descriptor().size())
        .hasMessageContaining("of docker.io/library/app:1")
        .satisfies(
            e ->
                assertThat(((OciException) e).hint())
                    .startsWith("load or pull docker.io/library/app:1 first"));
    try (Stream<Path> blobs = Files.list(theirs.directory().resolve("blobs/sha256"))) {
      assertThat(blobs).isEmpty();
    }
  }

  @Test
  void a_layer_that_another_tool_packed_is_moved_whole() throws Exception {
    image(OLD, layer(Compression.GZIP, content(1)));
    byte[] tar =
        Compression.GZIP
            .unpack(ours.open(layer(Compression.GZIP, edited(content(1), 2)).descriptor().digest()))
            .readAllBytes();
    var packed = new ByteArrayOutputStream();
    try (var gzip =
        new GZIPOutputStream(packed) {
          {
            def.setLevel(Deflater.BEST_SPEED);
          }
        }) {
      gzip.write(tar);
    }
    Descriptor blob = ours.put(MediaTypes.LAYER_GZIP, packed.toByteArray());
    image(NEW, new Layer(blob, Digest.of(tar)));
    load(save(SaveOptions.ALL, OLD));
    byte[] delta = save(chunked(), NEW);
    assertThat(delta.length).isGreaterThan(SIZE / 2);
    load(delta);
    assertWhole(NEW);
  }

  @Test
  void content_that_moved_or_came_from_several_bases_is_copied() throws Exception {
    byte[] a = content(1);
    byte[] b = content(2);
    Reference second = OLD.withTag("second");
    image(OLD, layer(Compression.ZSTD, a));
    image(second, layer(Compression.GZIP, b));
    image(NEW, layer(Compression.ZSTD, b, a, b));
    load(save(SaveOptions.ALL, OLD, second));
    byte[] delta = save(SaveOptions.ALL.withBases(List.of(OLD, second)).withChunks(), NEW);
    assertThat(delta.length).isLessThan(SIZE / 10);
    load(delta);
    assertWhole(NEW);
  }

  @Test
  void an_old_layer_that_is_damaged_gives_no_new_one() throws Exception {
    image(OLD, layer(Compression.NONE, content(1)));
    image(NEW, layer(Compression.NONE, edited(content(1), 9)));
    load(save(SaveOptions.ALL, OLD));
    Descriptor layer =
        OciJson.readManifest(theirs.read(theirs.resolve(OLD).orElseThrow())).layers().getFirst();
    byte[] content = Files.readAllBytes(theirs.file(layer.digest()));
    content[SIZE / 2] ^= 1;
    Files.write(theirs.file(layer.digest()), content);
    byte[] delta = save(chunked(), NEW);
    assertThatThrownBy(() -> load(delta))
        .isInstanceOf(OciException.class)
        .hasMessageContaining("entry 'deltas/sha256/")
        .hasMessageContaining("content must have digest");
    assertThat(theirs.resolve(NEW)).isEmpty();
  }

  @Test
  void a_delta_that_is_cut_or_changed_anywhere_is_refused_or_gives_the_same() throws Exception {
    image(OLD, layer(Compression.ZSTD, content(1)));
    image(NEW, layer(Compression.ZSTD, edited(content(1), 4)));
    load(save(SaveOptions.ALL, OLD));
    byte[] delta = save(chunked(), NEW);
    var random = new Random(3);
    int refused = 0;
    for (int i = 0; i < 36; i++) {
      byte[] bad = delta.clone();
      if (i % 3 == 0) {
        bad = Arrays.copyOf(bad, random.nextInt(bad.length - 200));
      } else {
        bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
      }
      try {
        load(bad);
        theirs.names().stream().filter(n -> !n.name().equals(OLD)).forEach(n -> untag(n.name()));
      } catch (OciException e) {
        refused++;
      }
      assertThat(theirs.names()).hasSize(1);
      theirs.prune();
    }
    assertThat(refused).isGreaterThan(18);
    load(delta);
    assertWhole(NEW);
  }

  private void untag(Reference name) {
    try {
      theirs.untag(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
