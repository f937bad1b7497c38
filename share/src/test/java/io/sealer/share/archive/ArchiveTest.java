package io.sealer.share.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Index;
import io.sealer.oci.MediaTypes;
import io.sealer.oci.OciException;
import io.sealer.oci.OciJson;
import io.sealer.oci.Progress;
import io.sealer.oci.Reference;
import io.sealer.oci.layer.Compression;
import io.sealer.oci.store.Closure;
import io.sealer.oci.store.CorruptContentException;
import io.sealer.oci.store.DiskStore;
import io.sealer.oci.tar.TarEntry;
import io.sealer.oci.tar.TarReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveTest {
  private static final Reference A = Reference.parse("a:1");
  private static final Reference B = Reference.parse("quay.io/x/b:2");

  @TempDir Path directory;
  private DiskStore store;
  private DiskStore other;
  private Descriptor image;

  @BeforeEach
  void open() throws IOException {
    store = DiskStore.open(directory.resolve("store"));
    other = DiskStore.open(directory.resolve("other"));
    image = Images.image(store, Compression.GZIP, "one", "two");
    Descriptor index =
        store.put(
            MediaTypes.INDEX,
            OciJson.write(
                Index.of(List.of(image, Images.image(store, Compression.ZSTD, "x")), Map.of())));
    store.tag(A, image);
    store.tag(B, index);
  }

  @AfterEach
  void close() throws IOException {
    store.close();
    other.close();
  }

  private byte[] save(Reference... names) throws IOException {
    var out = new ByteArrayOutputStream();
    ArchiveWriter.save(store, List.of(names), out, Progress.NONE);
    return out.toByteArray();
  }

  private void load(byte[] archive) throws IOException {
    ArchiveReader.load(new ByteArrayInputStream(archive), other, Progress.NONE);
  }

  private static List<String> names(byte[] archive) throws IOException {
    var tar = new TarReader(new ByteArrayInputStream(archive));
    var names = new ArrayList<String>();
    for (Optional<TarEntry> entry = tar.next(); entry.isPresent(); entry = tar.next()) {
      names.add(entry.get().name());
    }
    return names;
  }

  @Test
  void what_is_saved_can_be_loaded_elsewhere() throws Exception {
    byte[] archive = save(A, B);
    load(archive);
    assertThat(other.names()).isEqualTo(store.names());
    for (var named : store.names()) {
      for (Descriptor part : Closure.of(store, named.descriptor()).all()) {
        assertThat(other.size(part.digest())).hasValue(part.size());
      }
    }
    assertThat(save(A, B)).isEqualTo(archive);
  }

  @Test
  void small_documents_come_first_and_every_blob_once() throws Exception {
    List<String> names = names(save(A, B));
    assertThat(names).doesNotHaveDuplicates().startsWith("oci-layout", "index.json", "blobs");
    Closure closure = Closure.of(store, List.of(image, store.resolve(B).orElseThrow()));
    List<String> blobs = names.subList(4, names.size());
    assertThat(blobs)
        .isEqualTo(closure.all().stream().map(d -> "blobs/sha256/" + d.digest().hex()).toList());
  }

  @Test
  void an_archive_cut_off_anywhere_changes_no_name() throws Exception {
    byte[] archive = save(A);
    for (int length = 0; length < archive.length - 1024; length += 509) {
      byte[] cut = Arrays.copyOf(archive, length);
      assertThatThrownBy(() -> load(cut)).as("%d bytes", length).isInstanceOf(OciException.class);
    }
    assertThat(other.names()).isEmpty();
    load(archive);
    assertThat(other.names()).hasSize(1);
  }

  @Test
  void an_archive_with_any_byte_of_a_blob_changed_is_refused() throws Exception {
    byte[] archive = save(A);
    int blobs = 512 * 6; // headers and documents before the first blob
    int refused = 0;
    for (int at = blobs; at < archive.length - 1024; at += 101) {
      byte[] damaged = archive.clone();
      damaged[at] ^= 1;
      try (var fresh = DiskStore.open(directory.resolve("fresh" + at))) {
        ArchiveReader.load(new ByteArrayInputStream(damaged), fresh, Progress.NONE);
        assertThat(fresh.resolve(A)).contains(image); // it was padding
      } catch (OciException e) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(5);
  }

  @Test
  void a_text_is_told_to_be_no_archive_in_one_line() {
    byte[] text = "root:x:0:0:root:/root:/bin/bash\n".repeat(40).getBytes(UTF_8);
    assertThatThrownBy(() -> load(text))
        .isInstanceOf(OciException.class)
        .hasMessageContaining("this is no tar file")
        .message()
        .doesNotContain("\n", "radix");
  }

  @Test
  void a_file_in_a_directory_that_is_missing_is_told_with_the_directory() {
    Path nowhere = directory.resolve("nowhere");
    for (SaveOptions options :
        List.of(SaveOptions.ALL, SaveOptions.ALL.withVolume(new VolumeSize(4096)))) {
      assertThatThrownBy(
              () ->
                  ArchiveWriter.save(
                      store, List.of(A), options, nowhere.resolve("a.tar"), Progress.NONE))
          .isInstanceOf(OciException.class)
          .hasMessageContaining("there is no directory " + nowhere);
    }
  }

  @Test
  void content_damaged_on_disk_does_not_leave() throws Exception {
    Descriptor layer = OciJson.readManifest(store.read(image)).layers().getFirst();
    byte[] content = Files.readAllBytes(store.file(layer.digest()));
    content[20] ^= 1;
    Files.write(store.file(layer.digest()), content);
    Path file = directory.resolve("a.tar");
    assertThatThrownBy(() -> ArchiveWriter.save(store, List.of(A), file, Progress.NONE))
        .isInstanceOf(CorruptContentException.class)
        .hasMessageContaining(layer.digest().toString());
    assertThat(file).doesNotExist();
    assertThat(directory.resolve("a.tar.part")).doesNotExist();
  }

  @Test
  void a_file_appears_when_it_is_whole_and_is_named_in_errors() throws Exception {
    Path file = directory.resolve("a.tar");
    ArchiveWriter.save(store, List.of(A), file, Progress.NONE);
    assertThat(ArchiveReader.load(file, other, Progress.NONE)).hasSize(1);
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 3000));
    assertThatThrownBy(() -> ArchiveReader.load(file, other, Progress.NONE))
        .hasMessageContaining(file + ": archive, entry 'blobs' at byte 2048: ")
        .hasMessageContaining("byte 3000: the file is cut off");
    assertThatThrownBy(() -> ArchiveReader.load(directory.resolve("none"), other, Progress.NONE))
        .isInstanceOf(OciException.class)
        .hasMessageContaining("there is no file");
    assertThatThrownBy(() -> save(Reference.parse("nobody")))
        .isInstanceOf(OciException.class)
        .hasMessageContaining("image nobody:latest is not here");
  }

  @Test
  void progress_counts_every_byte() throws Exception {
    var counter =
        new Progress() {
          long total;
          long advanced;

          @Override
          public void started(String what, long bytes) {
            total += bytes;
          }

          @Override
          public void advanced(String what, long bytes) {
            advanced += bytes;
          }
        };
    byte[] archive = save(A);
    ArchiveReader.load(new ByteArrayInputStream(archive), other, counter);
    assertThat(counter.total).isPositive().isEqualTo(counter.advanced);
  }
}
