package io.sealer.run.support.scrub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Counts how often a character is looked at: twice as long a line takes twice as often. */
final class LinearTimeTest {
  /** A line that counts; parts of it do too. */
  private record Counted(CharSequence text, AtomicLong looks) implements CharSequence {
    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      looks.incrementAndGet();
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      looks.addAndGet(end - start);
      return new Counted(text.subSequence(start, end), looks);
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }

  private static long looks(String part, int length) {
    var line =
        new Counted(part.repeat(length / part.length() + 1).substring(0, length), new AtomicLong());
    var _ =
        new Scrubber(KnownSecrets.of(List.of("xxxxxxxy", "\\\\\\\\'''z", "hunter2"))).find(line);
    return line.looks().get();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "-",
        "--",
        " ",
        "=",
        ":",
        "\"",
        "\\",
        "'",
        "\\\"",
        "{",
        "[",
        ",",
        "a.",
        "a-",
        "-----BEGIN ",
        "password",
        "password ",
        "password \\n",
        "password x\\n",
        "\\npassword ",
        "\"password \"",
        "password:",
        "password: ",
        "password=",
        "password=\"",
        "\"password\":\"",
        "\"password\":",
        "token=[",
        "token: [",
        "token: {",
        "{password: a, ",
        "--token ",
        "\"--token\",",
        "password='",
        "name: token ",
        "value: ",
        "{name: token, value: a",
        "eyJ-",
        "eyJaaaaaaaa.",
        "-eyJaaaaaaaa.",
        "://",
        "://a:",
        "a:b@",
        "bearer ",
        "bearer a",
        "basic aaaaaaaa",
        "$6$",
        "LS0tLS1CRUdJTiB",
        "AKIA",
        "ghp_",
        "-----BEGIN PRIVATE KEY-----",
        "aHVudGVyMg",
        "hunter",
        "\\u00",
        "%25",
        "/etc/",
        "token: /etc/",
        "token:/etc",
        "<set to the key '"
      })
  void time_is_linear_in_the_length_of_a_line(String part) {
    long once = looks(part, 1 << 14);
    assertThat(looks(part, 1 << 15)).as("of " + part).isLessThan(once * 2 + once / 4);
  }

  @Test
  void a_line_of_a_mebibyte_is_no_burden() {
    long once = looks("x{\"a\": token: y} ", 1 << 19);
    assertThat(looks("x{\"a\": token: y} ", 1 << 20)).isLessThan(once * 2 + once / 4);
  }
}
