package io.sealer.run.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OwnDirectoryTest {
  @TempDir private Path parent;

  @Test
  void it_is_private_and_goes_with_all_that_is_in_it() throws Exception {
    Path path;
    try (var own = OwnDirectory.in(parent.resolve("releases"))) {
      path = own.path();
      Files.createDirectories(path.resolve("chart/templates"));
      Files.writeString(path.resolve("kubeconfig"), "secret");
      assertThat(Files.getPosixFilePermissions(path)).hasSize(3);
    }
    assertThat(path).doesNotExist();
  }

  @Test
  void what_a_killed_process_left_goes_and_what_a_living_one_has_stays() throws Exception {
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();
    Path orphan = Files.createDirectory(parent.resolve("of-%d-1".formatted(ended.pid())));
    Files.writeString(orphan.resolve("kubeconfig"), "secret");
    Path others = Files.createDirectory(parent.resolve("theirs"));

    try (var first = OwnDirectory.in(parent);
        var second = OwnDirectory.in(parent)) {
      assertThat(orphan).doesNotExist();
      assertThat(first.path()).exists();
      assertThat(second.path()).exists();
      assertThat(others).exists();
    }
  }
}
