package io.sealer.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MountsIT {
  @TempDir Path directory;
  private Path target;

  @BeforeEach
  void make_target() throws IOException {
    target = Files.createDirectory(directory.resolve("target, with:signs"));
  }

  @AfterEach
  void unmount_everything() throws IOException {
    Mounts.detachAll(directory);
    assertThat(Mounts.list()).noneMatch(mount -> mount.target().startsWith(directory));
  }

  @Test
  void an_overlay_shows_the_lower_files_and_keeps_writes_in_the_upper_directory()
      throws IOException {
    Path top = directory("top");
    Path bottom = directory("bottom, with:signs");
    Files.writeString(top.resolve("both"), "top");
    Files.writeString(bottom.resolve("both"), "bottom");
    Files.writeString(bottom.resolve("one"), "bottom");
    Path upper = directory("upper");
    Mounts.overlay(List.of(top, bottom), upper, directory("work"), target);
    assertThat(target.resolve("both")).hasContent("top");
    Files.writeString(target.resolve("one"), "changed");
    assertThat(bottom.resolve("one")).hasContent("bottom");
    assertThat(upper.resolve("one")).hasContent("changed");
  }

  @Test
  void a_read_only_bind_cannot_be_written_through() throws IOException {
    Path source = directory("source");
    Mounts.bindReadOnly(source, target);
    assertThatThrownBy(() -> Files.writeString(target.resolve("file"), "x"))
        .hasMessageContaining("Read-only");
    Files.writeString(source.resolve("file"), "y");
    assertThat(target.resolve("file")).hasContent("y");
  }

  @Test
  void everything_below_a_directory_is_unmounted_deepest_first() throws IOException {
    Mounts.tmpfs(target, "size=1m");
    Path inner = Files.createDirectory(target.resolve("inner"));
    Mounts.tmpfs(inner, "size=1m");
    assertThat(Mounts.detachAll(directory)).containsExactly(inner, target);
    assertThat(Mounts.isMounted(target)).isFalse();
  }

  @Test
  void what_is_removed_in_an_overlay_is_marked_in_the_upper_directory() throws IOException {
    Path lower = directory("lower");
    Files.writeString(lower.resolve("file"), "x");
    Files.createDirectory(lower.resolve("again"));
    Files.writeString(lower.resolve("again/inner"), "x");
    Path upper = directory("upper");
    Mounts.overlay(List.of(lower), upper, directory("work"), target);
    Files.delete(target.resolve("file"));
    Files.delete(target.resolve("again/inner"));
    Files.delete(target.resolve("again"));
    Files.createDirectory(target.resolve("again"));
    assertThat(OverlayMarks.isWhiteout(upper.resolve("file"))).isTrue();
    assertThat(OverlayMarks.isWhiteout(upper.resolve("again"))).isFalse();
    assertThat(OverlayMarks.isOpaque(upper.resolve("again"))).isTrue();
    assertThat(OverlayMarks.isOpaque(lower.resolve("again"))).isFalse();
  }

  @Test
  void our_marks_remove_files_of_lower_directories() throws IOException {
    Path bottom = directory("bottom");
    Files.writeString(bottom.resolve("file"), "x");
    Files.createDirectory(bottom.resolve("dir"));
    Files.writeString(bottom.resolve("dir/inner"), "x");
    Path top = directory("top");
    OverlayMarks.whiteout(top.resolve("file"));
    OverlayMarks.makeOpaque(Files.createDirectory(top.resolve("dir")));
    Mounts.overlay(List.of(top, bottom), directory("upper"), directory("work"), target);
    assertThat(target.resolve("file")).doesNotExist();
    assertThat(target.resolve("dir")).isEmptyDirectory();
  }

  private Path directory(String name) throws IOException {
    return Files.createDirectory(directory.resolve(name));
  }
}
