package io.sealer.host;

/** What an exit status suggests to do (POSIX Shell Command Language, 2.8.2). */
final class ExitHints {
  private ExitHints() {}

  static String of(int exit) {
    return switch (exit) {
      case 126 -> "the program is not executable, or made for another processor";
      case 127 -> "the program is not installed on the host";
      case 137 -> "it was killed: look whether the host ran out of memory (dmesg)";
      case 143 -> "it was terminated from outside: look who stopped it, then run the same again";
      default -> "look at its last lines; log in to the host and run it by hand for more";
    };
  }
}
