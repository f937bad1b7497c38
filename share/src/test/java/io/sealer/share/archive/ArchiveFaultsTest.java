package io.sealer.share.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealer.oci.Descriptor;
import io.sealer.oci.OciException;
import io.sealer.oci.Progress;
import io.sealer.oci.Reference;
import io.sealer.oci.layer.Compression;
import io.sealer.oci.store.Closure;
import io.sealer.oci.store.DiskStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is wrong with an archive: it is refused with its place, or gives the same content. */
class ArchiveFaultsTest {
  private static final Reference NAME = Reference.parse("quay.io/team/app:1.0");
  private static final Reference OLD = Reference.parse("old:1");

  @TempDir Path directory;
  private DiskStore other;
  private byte[] archive = new byte[0];
  private Descriptor image;
  private List<String> before = List.of();

  @BeforeEach
  void save() throws IOException {
    try (var store = DiskStore.open(directory.resolve("store"))) {
      image = Images.image(store, Compression.GZIP, "one", "two");
      store.tag(NAME, image);
      var out = new ByteArrayOutputStream();
      ArchiveWriter.save(store, List.of(NAME), out, Progress.NONE);
      archive = out.toByteArray();
    }
    other = DiskStore.open(directory.resolve("other"));
    other.tag(OLD, Images.image(other, Compression.GZIP, "one"));
    other.put("text/plain", new byte[] {1}); // what nobody needs stays too
    before = content();
  }

  @AfterEach
  void close() throws IOException {
    other.close();
  }

  private List<String> content() throws IOException {
    try (Stream<Path> files = Files.list(other.directory().resolve("blobs/sha256"))) {
      return files.map(Path::toString).sorted().toList();
    }
  }

  /** Loads what was damaged; true when it was refused. */
  private boolean isRefused(byte[] damaged, String what) throws IOException {
    try {
      ArchiveReader.load(new ByteArrayInputStream(damaged), other, Progress.NONE);
    } catch (OciException e) {
      assertThat(e).as(what).hasMessageContaining("archive");
      assertThat(content()).as(what).isEqualTo(before);
      assertThat(other.names()).as(what).hasSize(1);
      return true;
    }
    for (ImageNamed named : named()) {
      for (Descriptor part : Closure.of(other, named.descriptor()).all()) {
        assertThat(other.read(part)).as(what).isNotEmpty();
      }
      other.untag(named.name());
    }
    other.prune();
    other.put("text/plain", new byte[] {1});
    return false;
  }

  private record ImageNamed(Reference name, Descriptor descriptor) {}

  /** Damage may change a name in the index, which no checksum protects. */
  private List<ImageNamed> named() throws IOException {
    return other.names().stream()
        .filter(n -> !n.name().equals(OLD))
        .map(n -> new ImageNamed(n.name(), n.descriptor()))
        .toList();
  }

  @Test
  void cut_off_at_any_block_it_is_refused_and_the_store_is_as_before() throws Exception {
    for (int length = 0; length < archive.length - 1024; length += 512) {
      assertThat(isRefused(Arrays.copyOf(archive, length), length + " bytes")).isTrue();
    }
    for (int length = archive.length - 1024; length <= archive.length; length += 512) {
      assertThat(isRefused(Arrays.copyOf(archive, length), length + " bytes")).isFalse();
    }
  }

  @Test
  void with_any_bit_flipped_it_is_refused_or_gives_whole_images() throws Exception {
    var random = new Random(42);
    int refused = 0;
    for (int i = 0; i < 300; i++) {
      byte[] damaged = archive.clone();
      int at = random.nextInt(damaged.length);
      damaged[at] ^= (byte) (1 << random.nextInt(8));
      refused += isRefused(damaged, "byte " + at) ? 1 : 0;
    }
    assertThat(refused).isBetween(100, 299);
  }

  @Test
  void with_blocks_exchanged_it_is_refused_or_gives_whole_images() throws Exception {
    var random = new Random(7);
    int blocks = archive.length / 512 - 2;
    int refused = 0;
    for (int i = 0; i < 100; i++) {
      byte[] damaged = archive.clone();
      int a = random.nextInt(blocks) * 512;
      int b = random.nextInt(blocks) * 512;
      System.arraycopy(archive, a, damaged, b, 512);
      System.arraycopy(archive, b, damaged, a, 512);
      refused += isRefused(damaged, "blocks at " + a + " and " + b) ? 1 : 0;
    }
    assertThat(refused).isGreaterThan(50);
  }

  @Test
  void what_a_refused_archive_shares_with_an_image_stays() throws Exception {
    assertThat(isRefused(Arrays.copyOf(archive, archive.length - 2048), "cut")).isTrue();
    assertThat(other.check(false, Progress.NONE).problems()).isEmpty();
  }

  @Test
  void a_directory_is_no_archive() {
    assertThatThrownBy(() -> ArchiveReader.load(directory, other, Progress.NONE))
        .isInstanceOf(OciException.class)
        .hasMessageContaining(directory + " is a directory");
  }
}
