package io.sealer.build.kubefile;

import io.sealer.build.kubefile.Statement.HereDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Splits a Kubefile into statements (Dockerfile reference, "Format" and "Parser directives"):
 * comments, the escape directive, continuation lines, here-documents of RUN, COPY and ADD.
 */
final class Lexer {
  private static final Pattern DIRECTIVE = Pattern.compile("#\\s*([A-Za-z]+)\\s*=\\s*(.*?)\\s*");

  /** The word that begins a here-document. */
  static final Pattern HERE =
      Pattern.compile("(?<![<\\d])<<(-?)(['\"]?)([A-Za-z_][A-Za-z0-9_.-]*)\\2");

  private final List<String> lines;
  private final List<Problem> problems;
  private char escape = '\\';
  private int next;

  Lexer(String text, List<Problem> problems) {
    String plain = text.startsWith("\uFEFF") ? text.substring(1) : text;
    this.lines = plain.lines().toList();
    this.problems = problems;
  }

  List<Statement> statements() {
    readDirectives();
    var statements = new ArrayList<Statement>();
    while (next < lines.size()) {
      if (isBlankOrComment(lines.get(next))) {
        next++;
      } else {
        statements.add(statement());
      }
    }
    return statements;
  }

  char escape() {
    return escape;
  }

  /** Directives stand before everything else, comments too. */
  private void readDirectives() {
    while (next < lines.size()) {
      Matcher directive = DIRECTIVE.matcher(lines.get(next).strip());
      if (!directive.matches()) {
        return;
      }
      if (directive.group(1).equalsIgnoreCase("escape")) {
        setEscape(directive.group(2));
      } else if (!directive.group(1).equalsIgnoreCase("syntax")
          && !directive.group(1).equalsIgnoreCase("check")) {
        return;
      }
      next++;
    }
  }

  private void setEscape(String value) {
    if (value.equals("\\") || value.equals("`")) {
      escape = value.charAt(0);
    } else {
      problems.add(
          new Problem(
              new Position(next + 1, 1),
              "the escape directive takes \\ or `, got '" + value + "'",
              ""));
    }
  }

  private Statement statement() {
    var joined = new StringBuilder();
    var places = new ArrayList<Position>();
    boolean more = true;
    while (more && next < lines.size()) {
      String line = lines.get(next);
      int number = ++next;
      // Inside a statement comments and, as Docker tolerates, blank lines are skipped.
      if (!joined.isEmpty() && isBlankOrComment(line)) {
        continue;
      }
      String kept = line.stripTrailing();
      more = !kept.isEmpty() && kept.charAt(kept.length() - 1) == escape;
      int end = more ? kept.length() - 1 : kept.length();
      for (int i = 0; i < end; i++) {
        joined.append(line.charAt(i));
        places.add(new Position(number, i + 1));
      }
    }
    return split(joined.toString(), places);
  }

  private Statement split(String joined, List<Position> places) {
    int start = skipBlanks(joined, 0);
    int end = start;
    while (end < joined.length() && !Character.isWhitespace(joined.charAt(end))) {
      end++;
    }
    int arguments = skipBlanks(joined, end);
    int last = joined.length();
    while (last > arguments && Character.isWhitespace(joined.charAt(last - 1))) {
      last--;
    }
    String keyword = joined.substring(start, end);
    Position at = start < places.size() ? places.get(start) : new Position(next, 1);
    String rest = joined.substring(arguments, last);
    return new Statement(
        keyword,
        at,
        rest,
        List.copyOf(places.subList(arguments, last)),
        documents(keyword, at, rest));
  }

  private List<HereDocument> documents(String keyword, Position at, String arguments) {
    boolean run = keyword.equalsIgnoreCase("RUN");
    if (!run && !keyword.equalsIgnoreCase("COPY") && !keyword.equalsIgnoreCase("ADD")) {
      return List.of();
    }
    var documents = new ArrayList<HereDocument>();
    for (Word word : Words.split(arguments, escape)) {
      Matcher here = HERE.matcher(word.text());
      if (run ? here.find() && !isQuoted(word.text(), here.start()) : here.matches()) {
        documents.add(document(at, here));
      }
    }
    return documents;
  }

  private static boolean isQuoted(String word, int at) {
    return word.substring(0, at).chars().anyMatch(c -> c == '"' || c == '\'');
  }

  private HereDocument document(Position at, Matcher here) {
    String name = here.group(3);
    boolean tabsStripped = !here.group(1).isEmpty();
    boolean expands = here.group(2).isEmpty();
    var content = new StringBuilder();
    while (next < lines.size()) {
      String line = tabsStripped ? lines.get(next).replaceFirst("^\t+", "") : lines.get(next);
      next++;
      if (line.equals(name)) {
        return new HereDocument(name, content.toString(), expands);
      }
      content.append(line).append('\n');
    }
    problems.add(
        new Problem(
            at, "the here-document " + name + " has no end", "write a line that is only " + name));
    return new HereDocument(name, content.toString(), expands);
  }

  private static boolean isBlankOrComment(String line) {
    String stripped = line.strip();
    return stripped.isEmpty() || stripped.startsWith("#");
  }

  private static int skipBlanks(String text, int from) {
    int at = from;
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at;
  }
}
