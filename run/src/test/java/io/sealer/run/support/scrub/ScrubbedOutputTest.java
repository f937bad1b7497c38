package io.sealer.run.support.scrub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ScrubbedOutputTest {
  private static String written(String text, long most) throws IOException {
    var out = new ByteArrayOutputStream();
    var scrubber = new Scrubber(KnownSecrets.of(List.of("hunter2-and-more")));
    try (var scrubbed = new ScrubbedOutput(out, scrubber, most)) {
      scrubbed.write(text.getBytes(UTF_8));
    }
    return out.toString(UTF_8);
  }

  @Test
  void a_secret_that_stands_where_a_long_line_is_cut_is_taken_out_as_a_whole() throws IOException {
    for (int shift = 1; shift < 16; shift++) {
      String before = "x".repeat(ScrubbedOutput.LONGEST_LINE - shift - 1) + " ";
      assertThat(written(before + "hunter2-and-more and so on\nnext\n", 1 << 20))
          .isEqualTo(before + "[removed] [cut]\nnext\n");
    }
  }

  @Test
  void a_long_line_is_cut() throws IOException {
    String line = "x".repeat(ScrubbedOutput.LONGEST_LINE);
    assertThat(written(line + "\n" + line + "y\nz", 1 << 20))
        .isEqualTo(line + "\n" + line + " [cut]\nz\n");
  }

  @Test
  void a_long_text_ends() throws IOException {
    assertThat(written("abc\n".repeat(10), 8)).isEqualTo("abc\nabc\nabc\n[the rest is left out]\n");
  }

  @Test
  void parts_of_a_line_of_a_container_are_put_together_so_that_no_secret_is_split()
      throws IOException {
    String time = "2026-11-28T10:00:00.123456789Z ";
    assertThat(
            written(
                time
                    + "stdout F before\n"
                    + time
                    + "stdout P a hunter2-\n"
                    + time
                    + "stdout P and-more and pass\n"
                    + time
                    + "stdout F word=s3cr3t z\n"
                    + time
                    + "stderr F after\n",
                1 << 20))
        .isEqualTo(
            time
                + "stdout F before\n"
                + time
                + "stdout P a [removed] and password=[removed] z\n"
                + time
                + "stderr F after\n");
  }

  @Test
  void parts_of_other_streams_and_parts_that_do_not_go_on_stay_lines() throws IOException {
    String text =
        """
        2026-11-28T10:00:00Z stdout P one
        2026-11-28T10:00:01Z stderr P two
        2026-11-28T10:00:02Z stderr F , three
        2026-11-28T10:00:03Z stdout F four
        2026-11-28T10:00:04Z stdout P five
        ==> /var/log/pods/next <==

        2026-11-28T10:00:05Z stdout P six
        """;
    assertThat(written(text, 1 << 20))
        .isEqualTo(text.replace("two\n2026-11-28T10:00:02Z stderr F ", "two"));
    assertThat(written("2026-11-28T10:00:05Z stdout P", 1 << 20))
        .isEqualTo("2026-11-28T10:00:05Z stdout P\n");
  }
}
