package io.sealer.build.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Properties of {@link ShellWords}, tried with a fixed seed. */
class ShellWordsPropertyTest {
  private static final String ODD = "ab \n\t'\"\\$`{}()<>|&;#=-EOF:é漢";
  private final Random random = new Random(4);

  private String text(int longest) {
    return random
        .ints(random.nextInt(longest + 1), 0, ODD.length())
        .collect(StringBuilder::new, (text, i) -> text.append(ODD.charAt(i)), StringBuilder::append)
        .toString();
  }

  @Test
  void words_in_single_quotes_come_back_as_they_were() {
    for (int i = 0; i < 2000; i++) {
      List<String> words =
          IntStream.rangeClosed(0, random.nextInt(5)).mapToObj(_ -> text(12)).toList();
      String script =
          String.join(
              " ", words.stream().map(word -> "'" + word.replace("'", "'\\''") + "'").toList());
      assertThat(ShellWords.commands(script, Map.of("a", "no")))
          .as(script)
          .singleElement()
          .extracting(ShellWords.Command::words)
          .isEqualTo(words);
    }
  }

  @Test
  void no_text_is_too_odd() {
    for (int i = 0; i < 20_000; i++) {
      String text = text(60);
      assertThat(ShellWords.commands(text, Map.of("a", "b")))
          .as(text)
          .allMatch(command -> !command.words().isEmpty() && command.line() >= 1);
    }
  }
}
