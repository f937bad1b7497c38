package io.sealer.share.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealer.oci.Digest;
import io.sealer.oci.OciException;
import io.sealer.oci.OciJson;
import io.sealer.oci.Platform;
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
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VolumesTest {
  private static final Reference NAME = Reference.parse("app:1");
  private static final VolumeSize SIZE = new VolumeSize(4096);

  @TempDir Path directory;
  private DiskStore store;
  private Path base = Path.of("none");

  @BeforeEach
  void save() throws IOException {
    store = DiskStore.open(directory.resolve("store"));
    store.tag(NAME, Images.image(store, Compression.NONE, "one", "two", "three"));
    base = Files.createDirectory(directory.resolve("usb")).resolve("app.tar");
    write(SIZE);
  }

  private void write(VolumeSize size) throws IOException {
    ArchiveWriter.save(store, List.of(NAME), SaveOptions.ALL.withVolume(size), base, Progress.NONE);
  }

  @AfterEach
  void close() throws IOException {
    store.close();
  }

  private List<Path> volumes() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("usb"))) {
      return files.filter(file -> file.toString().matches(".*\\.\\d{3}")).sorted().toList();
    }
  }

  private List<?> load(Path file) throws IOException {
    try (var other = DiskStore.open(Files.createTempDirectory(directory, "other"))) {
      var loaded = ArchiveReader.load(file, other, Progress.NONE);
      assertThat(other.resolve(NAME)).isEqualTo(store.resolve(NAME));
      return loaded;
    }
  }

  private void assertRefused(Path file, String message) {
    assertThatThrownBy(() -> load(file))
        .isInstanceOf(OciException.class)
        .hasMessageContaining(message);
  }

  @Test
  void volumes_put_together_are_the_archive() throws Exception {
    var whole = new ByteArrayOutputStream();
    ArchiveWriter.save(store, List.of(NAME), whole, Progress.NONE);
    var joined = new ByteArrayOutputStream();
    var sums = new ArrayList<String>();
    for (Path volume : volumes()) {
      byte[] content = Files.readAllBytes(volume);
      assertThat(content.length).isLessThanOrEqualTo(4096);
      joined.write(content);
      sums.add(Digest.of(content).hex() + "  " + volume.getFileName());
    }
    assertThat(joined.toByteArray()).isEqualTo(whole.toByteArray());
    assertThat(Files.readAllLines(Volumes.index(base))).isEqualTo(sums);
  }

  @Test
  void any_volume_the_checksums_or_the_plain_name_find_the_others() throws Exception {
    for (Path file : List.of(volumes().getFirst(), volumes().get(2), Volumes.index(base), base)) {
      assertThat(load(file)).hasSize(1);
    }
    Files.delete(Volumes.index(base));
    assertThat(load(volumes().getFirst())).hasSize(1);
  }

  @Test
  void missing_volumes_are_named_before_anything_is_read() throws Exception {
    Path second = volumes().get(1);
    Path third = volumes().get(2);
    Files.delete(second);
    Files.delete(third);
    assertRefused(volumes().getFirst(), "missing: " + second + ", " + third);
    Files.delete(Volumes.index(base));
    assertRefused(volumes().getFirst(), "the file is cut off");
    assertRefused(directory.resolve("usb/nothing.tar.001"), "there is no file");
  }

  @Test
  void a_damaged_a_short_and_a_wrong_volume_are_named() throws Exception {
    Path second = volumes().get(1);
    byte[] good = Files.readAllBytes(second);
    for (int at : List.of(0, 511, 512, 2000, 4095)) {
      byte[] bad = good.clone();
      bad[at] ^= 4;
      Files.write(second, bad);
      assertRefused(base, "volume " + second + " is damaged: its checksum must be ");
    }
    Files.write(second, Arrays.copyOf(good, 100));
    assertRefused(base, "volume " + second + " has 100 bytes; the first has 4096");
    Files.copy(volumes().get(2), second, StandardCopyOption.REPLACE_EXISTING);
    assertRefused(base, "volume " + second + " is damaged");
  }

  @Test
  void a_list_of_volumes_that_names_other_files_is_refused() throws Exception {
    List<String> lines = new ArrayList<>(Files.readAllLines(Volumes.index(base)));
    lines.set(1, lines.get(1).replace("app.tar.002", "../../etc/passwd"));
    Files.write(Volumes.index(base), lines);
    assertRefused(base, "line 2: is not the checksum of " + volumes().get(1));
  }

  @Test
  void saving_again_in_fewer_volumes_leaves_none_of_the_old() throws Exception {
    int before = volumes().size();
    write(new VolumeSize(8192));
    assertThat(volumes()).hasSizeLessThan(before);
    assertThat(load(base)).hasSize(1);
  }

  @Test
  void a_save_that_fails_leaves_the_volumes_of_before() throws Exception {
    List<Path> before = volumes();
    var layer =
        OciJson.readManifest(store.read(store.resolve(NAME).orElseThrow())).layers().getLast();
    Files.write(store.file(layer.digest()), new byte[(int) layer.size()]);
    assertThatThrownBy(() -> write(SIZE)).isInstanceOf(OciException.class);
    assertThat(volumes()).isEqualTo(before);
    try (Stream<Path> files = Files.list(directory.resolve("usb"))) {
      assertThat(files).noneMatch(file -> file.toString().endsWith(".part"));
    }
  }

  @Test
  void sizes_are_read_as_people_write_them() {
    assertThat(VolumeSize.parse("4GiB").bytes()).isEqualTo(4L << 30);
    assertThat(VolumeSize.parse("700MB").bytes()).isEqualTo(700_000_000);
    assertThat(VolumeSize.parse("1 G").bytes()).isEqualTo(1L << 30);
    for (String bad : List.of("", "GiB", "-1G", "4XB", "1", "99999999999999T")) {
      assertThatThrownBy(() -> VolumeSize.parse(bad)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void an_image_of_several_platforms_is_saved_for_one_with_the_same_digest() throws Exception {
    var index = Images.index(store, "amd", "arm");
    Reference name = Reference.parse("multi:1");
    store.tag(name, index);
    var arm = Platform.LINUX_ARM64;
    var all = new ByteArrayOutputStream();
    ArchiveWriter.save(store, List.of(name), all, Progress.NONE);
    var out = new ByteArrayOutputStream();
    ArchiveWriter.save(
        store, List.of(name), SaveOptions.ALL.withPlatforms(List.of(arm)), out, Progress.NONE);
    assertThat(out.size()).isLessThan(all.size());
    try (var other = DiskStore.open(directory.resolve("other"))) {
      ArchiveReader.load(
          new ByteArrayInputStream(out.toByteArray()), other, Optional.empty(), Progress.NONE);
      assertThat(other.resolve(name)).contains(index);
      assertThat(Closure.of(other, index).documents()).hasSize(2);
    }
    var none = SaveOptions.ALL.withPlatforms(List.of(Platform.parse("linux/s390x")));
    assertThatThrownBy(() -> ArchiveWriter.save(store, List.of(name), none, out, Progress.NONE))
        .hasMessageContaining("has nothing for linux/s390x")
        .satisfies(
            e ->
                assertThat(((OciException) e).hint()).isEqualTo("it has linux/amd64, linux/arm64"));
  }
}
