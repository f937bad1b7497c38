package io.sealer.build.execute;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealer.build.job.BuildException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrivilegeTest {
  @ParameterizedTest
  @ValueSource(strings = {"5.10.0-8-amd64", "4.18.0", "3.10.0-1160.el7"})
  void an_old_kernel_is_told(String version) {
    assertThatThrownBy(() -> Privilege.requireKernel(version))
        .isInstanceOf(BuildException.class)
        .hasMessageContaining("since Linux 5.11")
        .hasMessageContaining(version);
  }

  @ParameterizedTest
  @ValueSource(strings = {"5.11.0", "6.1.0-13-amd64", "6.18.44-fc-v445", "10.0"})
  void a_newer_one_is_not(String version) {
    assertThatCode(() -> Privilege.requireKernel(version)).doesNotThrowAnyException();
  }
}
