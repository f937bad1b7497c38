package io.sealer.run.provider.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealer.run.provider.ProviderException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelLimitsTest {
  @TempDir Path proc;

  @Test
  void a_limit_that_is_too_low_is_raised_and_said_and_a_higher_one_is_left() throws Exception {
    Path limit = Files.writeString(proc.resolve("limit"), "128\n");
    var said = new ArrayList<String>();
    KernelLimits.raise(limit, 8192, (host, message) -> said.add(message));
    assertThat(limit).hasContent("8192");
    assertThat(said).singleElement().asString().contains("from 128 to 8192");

    Files.writeString(limit, "10000\n");
    KernelLimits.raise(limit, 8192, (host, message) -> said.add(message));
    assertThat(limit).hasContent("10000");
    assertThat(said).hasSize(1);
  }

  @Test
  void a_limit_that_cannot_be_raised_is_an_error_with_the_command() {
    // The kernel takes nothing here, not even from root.
    Path fixed = Path.of("/proc/sys/kernel/random/entropy_avail");
    assertThatThrownBy(() -> KernelLimits.raise(fixed, Integer.MAX_VALUE, (host, message) -> {}))
        .isInstanceOf(ProviderException.class)
        .hasMessageContaining("cannot be raised");
  }
}
