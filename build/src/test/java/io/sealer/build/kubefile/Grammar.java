package io.sealer.build.kubefile;

import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Writes random Kubefiles that follow the grammar of docs/kubefile.md. */
final class Grammar {
  /** What the language gives a meaning to. */
  static final List<String> PIECES =
      List.of(
          "FROM ",
          "RUN ",
          "COPY ",
          "APP ",
          "APPCMDS ",
          "LAUNCH ",
          "[\"",
          "\"]",
          "<<E\n",
          "E\n",
          "\\\n",
          "\n",
          "--from=",
          "--",
          "${",
          "}",
          "$X",
          "'",
          "\"",
          "é",
          "\u0000",
          " ",
          "#",
          "a=b",
          "\t",
          "`",
          "\uFEFF",
          "\r\n",
          "<<",
          "\uD83D");

  private final Random random;
  private final char escape;

  Grammar(Random random) {
    this.random = random;
    this.escape = chance(4) ? '`' : '\\';
  }

  String kubefile() {
    var text = new StringBuilder();
    if (escape == '`') {
      text.append("# escape=`\n");
    }
    many(2, () -> text.append(line("ARG", name() + "=" + value())));
    for (int stage = random.nextInt(2); stage >= 0; stage--) {
      String flag = chance(3) ? "--platform=linux/arm64 " : "";
      text.append(line("FROM", flag + oneOf("scratch", "$BASE", "a/b:1") + " AS s" + stage));
      many(6, () -> text.append(noise()).append(instruction()));
    }
    if (chance(2)) {
      text.append(chance(2) ? line("LAUNCH", array()) : line("CMDS", array()));
    }
    return text.toString();
  }

  private String instruction() {
    return switch (random.nextInt(14)) {
      case 0 -> line("ARG", name() + (chance(2) ? "=" + value() : ""));
      case 1 -> line("ENV", pairs());
      case 2 -> line("ENV", name() + " some text");
      case 3 -> line("LABEL", pairs());
      case 4 -> line("MAINTAINER", "Some Body <a@b>");
      case 5 -> line("COPY", (chance(3) ? "--from=s0 --chmod=755 " : "") + paths());
      case 6 -> line("ADD", oneOf("https://example.com/x ", "x.tar ", "--chmod=0644 y ") + "to/");
      case 7 -> document("COPY", "dir/");
      case 8 -> line("RUN", (chance(3) ? "--network=none " : "") + command());
      case 9 -> line("RUN", array());
      case 10 -> document("RUN", "");
      case 11 -> line(oneOf("APP", "CNI", "CSI"), "shop local://a https://example.com/b");
      case 12 -> chance(2) ? line("APPCMDS", "shop " + array()) : line("APPENV", "shop " + pairs());
      default -> line("KUBEVERSION", oneOf(">=1.20 <1.24", "1.20.x", "~1.20 || ^2", "$RANGE"));
    };
  }

  /** A line in any case, broken into several, with comments and blank lines in between. */
  private String line(String keyword, String arguments) {
    String word = chance(3) ? keyword.toLowerCase(Locale.ROOT) : keyword;
    String broken = chance(4) ? escape + "\n" + oneOf("", "# a comment\n", "\n", "   ") : "";
    return word + " " + broken + arguments + oneOf("", "  ", "\t") + "\n";
  }

  private String document(String keyword, String target) {
    String tab = chance(2) ? "\t" : "";
    String quote = oneOf("", "'", "\"");
    var text = new StringBuilder(keyword + " <<");
    text.append(tab.isEmpty() ? "" : "-").append(quote).append("END").append(quote);
    text.append(' ').append(target).append('\n');
    many(
        4,
        () -> text.append(tab).append(oneOf("# kept", "a \\", "", "\"$X\"", "ENDE")).append('\n'));
    return text.append(tab).append("END\n").toString();
  }

  private String noise() {
    return oneOf("", "", "\n", "# comment\n", "  # more\n");
  }

  private String pairs() {
    var text = new StringBuilder(name() + "=" + value());
    many(3, () -> text.append(' ').append(name()).append('=').append(value()));
    return text.toString();
  }

  private String paths() {
    return chance(3) ? "[\"a b\", \"c/\"]" : oneOf("a", "*.yaml", "a/**/b", "'x y'") + " to/";
  }

  private String command() {
    return oneOf("echo hi", "a && b | c", "echo \"$X\" '$Y'", "sh -c 'x; y'", "printf '<<no'");
  }

  private String array() {
    return oneOf("[\"a\"]", "[\"a\", \"b c\"]", "[\"\\u00e9\\\"\\\\\", \"x\\ty\"]");
  }

  private String value() {
    return oneOf("1", "'a b'", "\"c $D\"", "${E:-f}", "g" + escape + " h", "", "é");
  }

  private String name() {
    return oneOf("A", "b_1", "LONG_NAME");
  }

  private void many(int most, Runnable one) {
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      one.run();
    }
  }

  private boolean chance(int of) {
    return random.nextInt(of) == 0;
  }

  private String oneOf(String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
