package io.sealer.host;

import java.util.List;

/** What the end of a command suggests to do. */
final class ExitHints {
  private ExitHints() {}

  /**
   * A hint for a command that failed.
   *
   * @param lines the last that it said: a full disk is told there, in the words of the C library
   */
  static String of(int exit, List<String> lines) {
    boolean full =
        lines.stream()
            .anyMatch(l -> l.contains("No space left") || l.contains("Disk quota exceeded"));
    return full
        ? "a disk of the host is full: free space there ('df -h' shows where), then run the same again"
        : of(exit);
  }

  /** POSIX Shell Command Language, 2.8.2. */
  private static String of(int exit) {
    return switch (exit) {
      case 126 -> "the program is not executable, or made for another processor";
      case 127 -> "the program is not installed on the host";
      case 137 -> "it was killed: look whether the host ran out of memory (dmesg)";
      case 143 -> "it was terminated from outside: look who stopped it, then run the same again";
      default -> "look at its last lines; log in to the host and run it by hand for more";
    };
  }
}
