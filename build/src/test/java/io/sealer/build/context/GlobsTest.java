package io.sealer.build.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GlobsTest {
  @ParameterizedTest
  @CsvSource({
    "*.yaml, a.yaml",
    "a?c, abc",
    "[a-c]x, bx",
    "[^a]x, bx",
    "[!a]x, bx",
    "**/x, x",
    "**/x, a/b/x",
    "a/**, a/b/c",
    "a/**/c, a/c",
    "a/**/c, a/b/b/c",
    "\\*, *",
    "a+(b), a+(b)",
    "[\\]]x, ]x",
    "日*, 日本",
    "[&&[]x, &x"
  })
  void a_pattern_matches(String pattern, String path) {
    assertThat(path.matches(Globs.regex(pattern))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "*.yaml, a/b.yaml",
    "a?c, a/c",
    "[^a]x, /x",
    "**/x, ax",
    "a/**/c, ab/c",
    "*, a/b",
    ".x, ax"
  })
  void a_pattern_does_not_match(String pattern, String path) {
    assertThat(path.matches(Globs.regex(pattern))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "a[b", "x\\", "[]"})
  void a_malformed_pattern_is_refused_with_the_pattern(String pattern) {
    assertThatThrownBy(() -> Globs.regex(pattern))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(pattern);
  }
}
