package io.sealer.build.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class IgnoreRulesTest {
  private static boolean hides(String path, String... lines) throws Exception {
    return IgnoreRules.of(".sealerignore", List.of(lines)).ignores(path);
  }

  @Test
  void a_directory_is_ignored_with_everything_below() throws Exception {
    assertThat(hides("logs/a/b", "logs")).isTrue();
    assertThat(hides("logs/a/b", "/logs/")).isTrue();
    assertThat(hides("logsx", "logs")).isFalse();
  }

  @Test
  void the_last_line_that_fits_decides() throws Exception {
    assertThat(hides("a.md", "*.md", "!a.md")).isFalse();
    assertThat(hides("a.md", "!a.md", "*.md")).isTrue();
    assertThat(hides("dir/keep", "dir", "!dir/keep")).isFalse();
  }

  @Test
  void a_name_without_slash_means_the_top_only_as_in_docker() throws Exception {
    assertThat(hides("a/x.log", "*.log")).isFalse();
    assertThat(hides("a/x.log", "**/*.log")).isTrue();
  }

  @Test
  void comments_blank_lines_and_a_byte_order_mark_mean_nothing() throws Exception {
    assertThat(hides("# a", "# a", "", "  ")).isFalse();
    assertThat(hides("a", "\uFEFFa")).isTrue();
  }

  @Test
  void a_malformed_pattern_is_reported_with_its_line() {
    assertThatThrownBy(() -> hides("a", "b", "a["))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(".sealerignore:2");
  }
}
