package io.sealer.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MountsTest {
  @Test
  void a_line_of_mountinfo_is_read_with_its_escapes() {
    var mount =
        Mounts.parse(
            "36 35 98:0 /mnt1 /mnt/two\\040words rw,noatime master:1 - ext3 /dev/my\\134root rw,errors=continue");
    assertThat(mount)
        .isEqualTo(new Mounts.Mount(Path.of("/mnt/two words"), "ext3", "/dev/my\\root"));
  }

  @Test
  void proc_is_among_the_mounts() throws IOException {
    assertThat(Mounts.list()).anyMatch(mount -> mount.type().equals("proc"));
    assertThat(Mounts.isMounted(Path.of("/proc"))).isTrue();
    assertThat(Mounts.isMounted(Path.of("/proc/nothing"))).isFalse();
  }

  @Test
  void a_failed_call_says_what_it_was_on_and_why() {
    assertThatThrownBy(() -> Mounts.unmount(Path.of("/nowhere/at/all")))
        .isInstanceOf(LinuxException.class)
        .hasMessageStartingWith("unmount /nowhere/at/all: E");
  }
}
