package io.sealer.host;

import java.util.List;
import java.util.Locale;

/** What sudo says (in LC_ALL=C or not), and what it means. */
final class SudoWords {
  private static final List<Meaning> MEANINGS =
      List.of(
          new Meaning(
              "incorrect password|try again|no password was provided|authentication failure",
              "wrong password",
              "check the sudo password (SEALER_SUDO_PASSWORD)"),
          new Meaning(
              "password is required|authentication is required",
              "it asks for a password and none was given",
              "give the sudo password (SEALER_SUDO_PASSWORD) or allow NOPASSWD in sudoers"),
          new Meaning(
              "not in the sudoers|not allowed to|may not run sudo",
              "this user may not become root",
              "allow the user in the host's sudoers, or log in as root"),
          new Meaning(
              "must have a tty",
              "it wants a terminal",
              "remove 'Defaults requiretty' from the host's sudoers"),
          new Meaning(
              "sudo: not found|sudo: no such file|sudo: command not found",
              "it is not installed",
              "install sudo on the host, or log in as root"));

  /** Any of these words, parted by bars, means this problem. */
  private record Meaning(String words, String problem, String hint) {
    boolean fits(String text) {
      return List.of(words.split("\\|")).stream().anyMatch(text::contains);
    }
  }

  private SudoWords() {}

  static HostException.SudoFailed explain(String host, List<String> said) {
    String text = String.join("\n", said).toLowerCase(Locale.ROOT);
    for (Meaning meaning : MEANINGS) {
      if (meaning.fits(text)) {
        return new HostException.SudoFailed(host, meaning.problem(), meaning.hint());
      }
    }
    String last = said.isEmpty() ? "it gave no answer" : said.getLast();
    return new HostException.SudoFailed(host, last, "log in to the host and try: sudo -v");
  }
}
