package io.sealer.build.context;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileDigestsTest {
  private static final Instant LONG_AGO = Instant.parse("2020-02-02T02:02:02Z");

  @TempDir Path home;
  private Path file;

  @BeforeEach
  void make_a_file() throws IOException {
    file = Files.createDirectory(home.resolve("context")).resolve("a");
    write("one", LONG_AGO);
  }

  private void write(String content, Instant modified) throws IOException {
    Files.writeString(file, content);
    Files.setLastModifiedTime(file, FileTime.from(modified));
  }

  private String digest() throws IOException {
    try (var digests = FileDigests.open(home.resolve("cache"), home.resolve("context"))) {
      return digests.of(FileTree.entry("a", file));
    }
  }

  @Test
  void a_file_that_looks_the_same_is_not_read_again() throws IOException {
    String one = digest();
    write("two", LONG_AGO);
    assertThat(digest()).isEqualTo(one);
  }

  @Test
  void another_time_size_or_inode_makes_it_read_again() throws IOException {
    String one = digest();
    write("two", LONG_AGO.plusSeconds(1));
    String two = digest();
    write("four", LONG_AGO.plusSeconds(1));
    String four = digest();
    Path other = Files.writeString(file.resolveSibling("b"), "file");
    Files.setLastModifiedTime(other, FileTime.from(LONG_AGO.plusSeconds(1)));
    Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
    assertThat(List.of(one, two, four, digest())).doesNotHaveDuplicates();
  }

  @Test
  void a_file_that_changed_a_moment_ago_is_not_remembered() throws IOException {
    Instant now = Instant.now();
    write("one", now);
    String one = digest();
    write("two", now);
    assertThat(digest()).isNotEqualTo(one);
  }

  @Test
  void a_damaged_memory_only_costs_time() throws IOException {
    String one = digest();
    try (var caches = Files.list(home.resolve("cache"))) {
      for (Path cache : caches.toList()) {
        Files.write(cache, new byte[] {(byte) 0xff, '\t', 'x', '\n'});
      }
    }
    assertThat(digest()).isEqualTo(one);
  }
}
