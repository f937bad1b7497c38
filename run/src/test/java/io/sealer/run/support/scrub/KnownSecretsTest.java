package io.sealer.run.support.scrub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KnownSecretsTest {
  private static final String SECRET = "p\"ä\\\\s/ w'&<+%ö€𝄞!";

  private static String clean(String secret, String line) {
    return new Scrubber(KnownSecrets.of(List.of(secret))).clean(line);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "p\"ä\\\\s/ w'&<+%ö€𝄞!",
        // JSON, as most write it, as Go does, as PHP does, and JSON in JSON
        "p\\\"ä\\\\\\\\s/ w'&<+%ö€𝄞!",
        "p\\\"ä\\\\\\\\s/ w'\\u0026\\u003c+%ö€𝄞!",
        "p\\\"\\u00e4\\\\\\\\s\\/ w'&<+%\\u00F6\\u20ac\\ud834\\udd1e!",
        "p\\\\\\\"ä\\\\\\\\\\\\\\\\s/ w'&<+%ö€𝄞!",
        // YAML, shell, HTML
        "p\"ä\\\\s/ w''&<+%ö€𝄞!",
        "p\"ä\\\\s/ w'\\''&<+%ö€𝄞!",
        "p&quot;ä\\\\s/ w'&amp;&lt;+%ö€𝄞!",
        // URL, twice; C
        "p%22%C3%A4%5C%5Cs%2F%20w%27%26%3C%2B%25%C3%B6%E2%82%AC%F0%9D%84%9E!",
        "p%22%c3%a4%5c%5cs/+w'&%3c%2b%25%c3%b6%e2%82%ac%f0%9d%84%9e%21",
        "p%2522%25C3%25A4%255C%255Cs/ w'&<+%ö€𝄞!",
        "p\\\"\\xc3\\xa4\\\\\\\\s/ w'&<+%ö€𝄞!"
      })
  void a_known_secret_is_found_as_others_write_it(String written) {
    assertThat(clean(SECRET, "say " + written + " now")).isEqualTo("say [removed] now");
  }

  @Test
  void and_as_this_machine_encodes_it() {
    assertThat(clean(SECRET, "x=" + URLEncoder.encode(SECRET, UTF_8) + "&y"))
        .isEqualTo("x=[removed]&y");
  }

  @Test
  void whatever_is_around_it_in_base64() {
    for (String before : List.of("", "a", "ab", "abc", "admin:")) {
      for (String after : List.of("", "1", "12", "123", "\n")) {
        byte[] bytes = (before + "hunter2?>~" + after).getBytes(UTF_8);
        String plain = Base64.getEncoder().encodeToString(bytes);
        String url = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        assertThat(clean("hunter2?>~", "data: " + plain + " " + url + "."))
            .isEqualTo("data: [removed] [removed].");
      }
    }
  }

  @Test
  void every_line_of_one_that_has_several() {
    String secret = "first line\nsecond line\n";
    assertThat(clean(secret, "a second line b")).isEqualTo("a [removed] b");
    assertThat(clean(secret, "\"first line\\nsecond line\\n\""))
        .isEqualTo("\"[removed]\\n[removed]\\n\"");
  }

  @Test
  void what_is_too_short_is_not_looked_for() {
    assertThat(clean("abc", "abc true")).isEqualTo("abc true");
    assertThat(clean("true", "abc true")).isEqualTo("abc true");
  }
}
