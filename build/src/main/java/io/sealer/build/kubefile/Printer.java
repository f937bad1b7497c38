package io.sealer.build.kubefile;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes an instruction so that it reads back the same. */
final class Printer {
  private Printer() {}

  static String print(Instruction instruction) {
    // Here-documents are the only way to several lines.
    if (instruction instanceof Instruction.Run run
        && (run.script().isEmpty() || run.script().contains("\n"))) {
      String network = run.network().map(n -> "--network=" + n + " ").orElse("");
      String end = delimiter(run.script());
      return "RUN " + network + "<<" + end + "\n" + run.script() + end;
    }
    int blank = instruction.text().indexOf(' ');
    String keyword = blank < 0 ? instruction.text() : instruction.text().substring(0, blank);
    String line = keyword.toUpperCase(Locale.ROOT) + instruction.text().substring(keyword.length());
    return instruction instanceof Instruction.Copy copy
        ? copy.documents().stream()
            .map(document -> "\n" + document.content() + document.name())
            .collect(Collectors.joining("", line, ""))
        : line;
  }

  /** A word that is no line of the script. */
  private static String delimiter(String script) {
    String word = "SEALER_END";
    List<String> lines = script.lines().toList();
    while (lines.contains(word)) {
      word += "_";
    }
    return word;
  }
}
