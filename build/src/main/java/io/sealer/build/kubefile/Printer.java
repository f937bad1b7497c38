package io.sealer.build.kubefile;

import java.util.Locale;

/** Writes an instruction so that it reads back the same. */
final class Printer {
  private Printer() {}

  static String print(Instruction instruction) {
    // Only RUN can hold several lines: from a here-document.
    if (instruction instanceof Instruction.Run run && run.script().contains("\n")) {
      String network = run.network().map(n -> "--network=" + n + " ").orElse("");
      return "RUN " + network + "<<SEALER_END\n" + run.script() + "SEALER_END";
    }
    int blank = instruction.text().indexOf(' ');
    String keyword = blank < 0 ? instruction.text() : instruction.text().substring(0, blank);
    return keyword.toUpperCase(Locale.ROOT) + instruction.text().substring(keyword.length());
  }
}
