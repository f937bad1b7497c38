package io.sealer.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a word holds, a real shell gives it back. */
class QuotingTest {
  private static final String ALPHABET = "a'\"\\$`!*?[]{}()<>|&;#~% \t\n\r\u0001\u007f\u0081é日😀-=";

  static Stream<String> shells() {
    return Stream.of("/bin/sh", "/bin/dash", "/bin/bash", "/bin/busybox")
        .filter(shell -> Files.isExecutable(Path.of(shell)));
  }

  @ParameterizedTest
  @MethodSource("shells")
  void words_come_back_as_they_went(String shell) throws Exception {
    Random random = new Random(20_261_121);
    int[] letters = ALPHABET.codePoints().toArray();
    var words = new java.util.ArrayList<String>(List.of("", "-n", "\n\n", "'", "\\"));
    for (int i = 0; i < 200; i++) {
      var word = new StringBuilder();
      for (int n = random.nextInt(12); n > 0; n--) {
        word.appendCodePoint(letters[random.nextInt(letters.length)]);
      }
      words.add(word.toString());
    }
    var script = new StringBuilder();
    var expected = new StringBuilder();
    for (String word : words) {
      script.append("printf '%s|' ").append(Quoting.quote(word)).append('\n');
      script.append("printf '%s|' ").append(Quoting.readable(word)).append('\n');
      script.append("eval \"$one\"").append('\n');
      expected.append((word + "|").repeat(3));
    }
    assertThat(run(shell, words, script.toString())).isEqualTo(expected.toString());
  }

  /** The third time through read and eval, as prologues go. */
  private static String run(String shell, List<String> words, String script) throws Exception {
    var lines = new StringBuilder();
    words.forEach(w -> lines.append("printf '%s|' " + Quoting.quoteOnOneLine(w)).append('\n'));
    assertThat(lines.toString().split("\n")).hasSameSizeAs(words);
    String whole = "nl='\n'\n" + script.replace("eval \"$one\"", "IFS= read -r one; eval \"$one\"");
    Path file = Files.createTempFile("quoting", ".sh");
    try {
      Files.writeString(file, whole);
      List<String> command =
          shell.endsWith("busybox")
              ? List.of(shell, "sh", file.toString())
              : List.of(shell, file.toString());
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      try (var in = process.getOutputStream()) {
        in.write(lines.toString().getBytes(StandardCharsets.UTF_8));
      }
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } finally {
      Files.delete(file);
    }
  }
}
