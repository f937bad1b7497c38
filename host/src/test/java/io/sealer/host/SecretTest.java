package io.sealer.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class SecretTest {
  @TempDir Path directory;

  @Test
  void the_text_shows_in_no_record() {
    Secret secret = Secret.of("hunter2");
    Target target = Target.of("h").withAuth(new Auth.Password(secret)).withSudo(secret);

    assertThat(secret).hasToString("***");
    assertThat(target.toString()).contains("***").doesNotContain("hunter2");
  }

  @Test
  void secrets_are_equal_by_text_and_all_hash_alike() {
    assertThat(Secret.of("sésame")).isEqualTo(Secret.of("sésame".toCharArray()));
    assertThat(Secret.of("a")).isNotEqualTo(Secret.of("b")).hasSameHashCodeAs(Secret.of("b"));
  }

  @Test
  void a_file_gives_its_text_without_the_last_line_end() throws Exception {
    Path file = Files.writeString(directory.resolve("f"), "two\nlines é \r\n");
    assertThat(Secret.ofFile(file).revealText()).isEqualTo("two\nlines é ");
    assertThat(new String(Secret.ofFile(file).reveal(), java.nio.charset.StandardCharsets.UTF_8))
        .isEqualTo("two\nlines é ");
  }

  @Test
  void an_unset_variable_gives_none() {
    assertThat(Secret.fromEnv("SEALER_NO_SUCH_VARIABLE")).isEmpty();
    assertThat(Secret.fromEnv("PATH")).isPresent();
  }
}
