package io.sealer.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlatformTest {
  @Test
  void the_only_variant_of_arm64_is_left_out_and_others_are_kept() {
    assertThat(Platform.parse("linux/arm64/v8")).isEqualTo(Platform.LINUX_ARM64);
    assertThat(Platform.parse("Linux/AMD64")).isEqualTo(Platform.LINUX_AMD64);
    assertThat(Platform.parse("linux/arm/v7")).hasToString("linux/arm/v7");
  }

  @Test
  void machines_are_named_as_uname_names_them() {
    assertThat(Platform.ofMachine("x86_64")).isEqualTo(Platform.LINUX_AMD64);
    assertThat(Platform.ofMachine("aarch64")).isEqualTo(Platform.LINUX_ARM64);
    assertThat(Platform.ofMachine("armv7l")).hasToString("linux/arm/v7");
    assertThat(Platform.ofMachine("riscv64")).hasToString("linux/riscv64");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "linux", "linux/", "/amd64", "linux/arm/v7/x", "linux/arm/"})
  void anything_else_is_refused(String text) {
    assertThatThrownBy(() -> Platform.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "'");
  }
}
