package io.sealer.build.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The simple commands of a shell script, in the order written (POSIX Shell Command Language, 2.2
 * and 2.10): quotes taken away, variables replaced as far as they are known. Conditions and loops
 * are not followed: all their commands count. Any text gives a result.
 */
public final class ShellWords {
  private static final Pattern VARIABLE =
      Pattern.compile("\\$(?:(\\w+)|\\{(\\w+)(?::?-([^${}]*))?})");
  private static final Pattern HERE = Pattern.compile("<<-?\\s*(['\"]?)(\\w+)\\1");

  private final String text;
  private final Map<String, String> variables;
  private final List<Command> commands = new ArrayList<>();
  private final List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private boolean inWord;
  private boolean skipNext;
  private int line = 1;
  private int at;
  private Optional<String> hereEnd = Optional.empty();

  /**
   * A simple command.
   *
   * @param words at least one
   * @param line where it ends, from 1, in the script
   */
  public record Command(List<String> words, int line) {
    public Command {
      words = List.copyOf(words);
    }
  }

  private ShellWords(String text, Map<String, String> variables) {
    this.text = text;
    this.variables = variables;
  }

  /** The commands of a script; a variable that is not known stays as {@code $NAME}. */
  public static List<Command> commands(String script, Map<String, String> variables) {
    var reader = new ShellWords(script, variables);
    reader.read();
    return List.copyOf(reader.commands);
  }

  private void read() {
    while (at < text.length()) {
      char c = text.charAt(at++);
      switch (c) {
        case '\'' -> single();
        case '"' -> doubled();
        case '\\' -> escaped();
        case '$' -> dollar();
        case ' ', '\t', '\r' -> endWord();
        case '\n' -> newLine();
        case ';', '&', '|', '(', ')', '`' -> endCommand();
        case '<', '>' -> redirect(c);
        case '#' -> comment(c);
        default -> append(c);
      }
    }
    endCommand();
  }

  private void append(char c) {
    word.append(c);
    inWord = true;
  }

  private void single() {
    int end = text.indexOf('\'', at);
    end = end < 0 ? text.length() : end;
    quoted(text.substring(at, end));
    at = end + 1;
  }

  private void doubled() {
    var inside = new StringBuilder();
    while (at < text.length() && text.charAt(at) != '"') {
      char c = text.charAt(at++);
      if (c == '\\' && at < text.length() && "\"\\`\n".indexOf(text.charAt(at)) >= 0) {
        c = text.charAt(at++);
        inside.append(c == '\n' ? "" : String.valueOf(c));
      } else if (c == '\\' && at < text.length() && text.charAt(at) == '$') {
        // Kept from being replaced; put back below.
        inside.append('\0');
        at++;
      } else {
        inside.append(c);
      }
    }
    at++;
    quoted(replaced(inside.toString()).replace('\0', '$'));
  }

  private void quoted(String content) {
    line += (int) content.chars().filter(c -> c == '\n').count();
    word.append(content);
    inWord = true;
  }

  private void escaped() {
    if (at < text.length()) {
      char next = text.charAt(at++);
      if (next == '\n') {
        line++;
      } else {
        append(next);
      }
    }
  }

  private void dollar() {
    Matcher variable = VARIABLE.matcher(text).region(at - 1, text.length());
    if (variable.lookingAt()) {
      word.append(replaced(variable.group()));
      inWord = true;
      at = variable.end();
    } else {
      append('$');
    }
  }

  private String replaced(String value) {
    return VARIABLE
        .matcher(value)
        .replaceAll(
            match -> {
              String name = match.group(1) == null ? match.group(2) : match.group(1);
              String known = variables.get(name);
              String otherwise = match.group(3) == null ? match.group() : match.group(3);
              return Matcher.quoteReplacement(known == null ? otherwise : known);
            });
  }

  private void comment(char c) {
    if (inWord) {
      append(c);
      return;
    }
    int end = text.indexOf('\n', at);
    at = end < 0 ? text.length() : end;
  }

  /** {@code 2>&1}, {@code >file}, {@code <<EOF}: no words of the command. */
  private void redirect(char c) {
    if (inWord && word.toString().matches("\\d+")) {
      word.setLength(0);
      inWord = false;
    }
    endWord();
    Matcher here = HERE.matcher(text).region(at - 1, text.length());
    if (c == '<' && here.lookingAt()) {
      hereEnd = Optional.of(here.group(2));
      at = here.end();
      return;
    }
    while (at < text.length() && "<>&|".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    skipNext = true;
  }

  private void newLine() {
    endCommand();
    line++;
    while (hereEnd.isPresent() && at < text.length()) {
      int end = text.indexOf('\n', at);
      String next = text.substring(at, end < 0 ? text.length() : end).strip();
      at = end < 0 ? text.length() : end + 1;
      line++;
      if (next.equals(hereEnd.get())) {
        hereEnd = Optional.empty();
      }
    }
  }

  private void endWord() {
    if (inWord && !skipNext) {
      words.add(word.toString());
    }
    skipNext = skipNext && !inWord;
    word.setLength(0);
    inWord = false;
  }

  private void endCommand() {
    endWord();
    skipNext = false;
    if (!words.isEmpty()) {
      commands.add(new Command(words, line));
      words.clear();
    }
  }
}
