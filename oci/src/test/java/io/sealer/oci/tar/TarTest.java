package io.sealer.oci.tar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealer.oci.OciException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarTest {
  private static final String LONG = "directory/".repeat(30) + "a-file-with-a-long-name".repeat(6);
  private static final List<TarEntry> ENTRIES =
      List.of(
          TarEntry.directory("bin", 0755),
          TarEntry.file("bin/sh", 04755, 5).withMtime(1_700_000_000L).withOwner(12, 34),
          TarEntry.symlink("bin/bash", "sh"),
          TarEntry.hardLink("bin/dash", "bin/sh"),
          TarEntry.file("p/".repeat(60) + "fits-ustar-by-its-prefix", 0600, 5),
          TarEntry.file(LONG, 0644, 5),
          TarEntry.directory(LONG + "-dir", 0700),
          TarEntry.symlink("link", "/" + LONG),
          TarEntry.file("grüße/図.txt", 0644, 5).withOwner(3_000_000, 4_000_000).withMtime(-1),
          new TarEntry("null", TarEntry.Type.CHAR_DEVICE, 0666, 0, 0, 0, 0, "", 1, 3),
          new TarEntry("pipe", TarEntry.Type.FIFO, 0600, 0, 0, 0, 0, "", 0, 0));

  @TempDir Path directory;

  private static byte[] write(List<TarEntry> entries) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var tar = new TarWriter(bytes);
    for (TarEntry entry : entries) {
      tar.add(entry, new ByteArrayInputStream(new byte[(int) entry.size()]));
    }
    tar.finish();
    return bytes.toByteArray();
  }

  private static List<TarEntry> read(byte[] tar) throws IOException {
    var reader = new TarReader(new ByteArrayInputStream(tar));
    var entries = new ArrayList<TarEntry>();
    for (Optional<TarEntry> entry = reader.next(); entry.isPresent(); entry = reader.next()) {
      entries.add(entry.get());
      assertThat(reader.content().readAllBytes()).hasSize((int) entry.get().size());
    }
    return entries;
  }

  private String run(String... command) throws Exception {
    Process process =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
    return output;
  }

  @Test
  void what_is_written_is_read_back_and_the_same_twice() throws Exception {
    byte[] tar = write(ENTRIES);
    assertThat(read(tar)).isEqualTo(ENTRIES);
    assertThat(write(ENTRIES)).isEqualTo(tar);
  }

  @Test
  void gnu_tar_reads_what_we_write() throws Exception {
    Path tar = Files.write(directory.resolve("t.tar"), write(ENTRIES));
    String listing =
        run("env", "LC_ALL=C.UTF-8", "TZ=UTC", "tar", "--numeric-owner", "-tvf", tar.toString());
    assertThat(listing.lines().toList()).hasSize(ENTRIES.size());
    assertThat(listing)
        .contains("-rwsr-xr-x 12/34", "2023-11-14 22:13", "bin/sh")
        .contains("bin/bash -> sh", "bin/dash link to bin/sh")
        .contains(LONG + "\n", LONG + "-dir/\n", "link -> /" + LONG)
        .contains("grüße/図.txt", "3000000/4000000")
        .contains("1,3");
  }

  @Test
  void what_gnu_tar_writes_is_read_in_all_its_formats() throws Exception {
    Path file = directory.resolve("f/" + "long-name-".repeat(12) + "/file");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "hello");
    Files.createSymbolicLink(directory.resolve("f/link"), Path.of("x".repeat(150)));
    for (String format : List.of("gnu", "oldgnu", "pax", "posix")) {
      run("tar", "--format=" + format, "-cf", "t.tar", "f");
      List<TarEntry> entries = read(Files.readAllBytes(directory.resolve("t.tar")));
      assertThat(entries)
          .extracting(TarEntry::name)
          .contains(directory.relativize(file).toString());
      assertThat(entries).extracting(TarEntry::link).contains("x".repeat(150));
    }
    run("tar", "--format=v7", "-cf", "t.tar", "--exclude=link", "--exclude=long*", "f");
    assertThat(read(Files.readAllBytes(directory.resolve("t.tar")))).hasSize(1);
  }

  @Test
  void a_size_beyond_octal_digits_is_read() throws Exception {
    byte[] tar = write(List.of(TarEntry.file("x", 0644, 5)));
    var header = new TarHeader(Arrays.copyOf(tar, 512));
    Arrays.fill(header.bytes, TarHeader.SIZE, TarHeader.SIZE + 12, (byte) 0);
    header.bytes[TarHeader.SIZE] = (byte) 0x80;
    header.bytes[TarHeader.SIZE + 6] = 1;
    header.seal();
    var reader = new TarReader(new ByteArrayInputStream(header.bytes));
    assertThat(reader.next().orElseThrow().size()).isEqualTo(1L << 40);
    assertThatThrownBy(reader::next).hasMessageContaining("tar, byte 512: the file is cut off");
  }

  @Test
  void a_file_that_is_cut_off_is_noticed_at_every_byte() throws Exception {
    byte[] tar = write(ENTRIES);
    int end = tar.length - 1024;
    for (int length = 1; length < end; length += 97) {
      byte[] cut = Arrays.copyOf(tar, length);
      if (length % 512 != 0) {
        assertThatThrownBy(() -> read(cut))
            .isInstanceOf(OciException.class)
            .hasMessageContaining("byte");
      }
    }
  }

  @Test
  void hostile_headers_are_refused_without_using_memory() throws Exception {
    byte[] tar = write(List.of(TarEntry.file("x", 0644, 0)));
    assertThatThrownBy(() -> read("x".repeat(600).getBytes(UTF_8)))
        .isInstanceOf(OciException.class)
        .hasMessageContaining("tar, byte 512: this is no tar file");
    for (char kind : new char[] {'x', 'L', 'K', 'g'}) {
      byte[] large = altered(tar, kind, 1L << 32);
      assertThatThrownBy(() -> read(large)).hasMessageContaining("claims to have 4294967296 bytes");
    }
    assertThatThrownBy(() -> read(altered(tar, 'S', 0))).hasMessageContaining("kind 'S'");
  }

  private static byte[] altered(byte[] tar, char kind, long size) {
    var header = new TarHeader(Arrays.copyOf(tar, 512));
    header.bytes[TarHeader.TYPE] = (byte) kind;
    header.putOctal(TarHeader.SIZE, 12, size);
    header.seal();
    return header.bytes;
  }

  @Test
  void damaged_pax_records_are_refused() throws Exception {
    for (String record :
        List.of(
            "",
            "x",
            "5 a=b",
            "99 path=x\n",
            "-5 path=x\n",
            "0 path=x\n",
            "12 path=abcde\nX",
            "11 size=-1\n",
            "2147483647 path=x\n",
            "8 path=\n\n")) {
      var pax =
          new TarHeader(
              Arrays.copyOf(
                  altered(write(List.of(TarEntry.file("x", 0644, 0))), 'x', record.length()),
                  1024));
      System.arraycopy(record.getBytes(UTF_8), 0, pax.bytes, 512, record.length());
      byte[] whole = Arrays.copyOf(pax.bytes, 1024 + 512);
      System.arraycopy(write(List.of(TarEntry.file("x", 0644, 0))), 0, whole, 1024, 512);
      if (record.isEmpty()) {
        assertThat(read(concat(Arrays.copyOf(whole, 512), Arrays.copyOfRange(whole, 1024, 1536))))
            .hasSize(1);
      } else {
        assertThatThrownBy(() -> read(whole)).as(record).isInstanceOf(OciException.class);
      }
    }
  }

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  @Test
  void content_of_another_length_than_said_is_refused() {
    var tar = new TarWriter(new ByteArrayOutputStream());
    for (int length : new int[] {4, 6}) {
      assertThatThrownBy(
              () ->
                  tar.add(TarEntry.file("x", 0644, 5), new ByteArrayInputStream(new byte[length])))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("x must have 5 bytes");
    }
  }
}
