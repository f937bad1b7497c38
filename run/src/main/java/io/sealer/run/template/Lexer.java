package io.sealer.run.template;

import io.sealer.run.template.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts a template into words. {@code {{-} and {@code -}}} take the white space beside them. */
final class Lexer {
  private static final Pattern INSIDE =
      Pattern.compile(
          "(?<space>\\s+)"
              + "|(?<string>\"(?:\\\\.|[^\"\\\\\\n])*\")"
              + "|(?<raw>`[^`]*`)"
              + "|(?<number>[+-]?\\d+(?:\\.\\d+)?)(?![A-Za-z_])"
              + "|(?<field>\\.(?:[A-Za-z_][A-Za-z0-9_]*(?:-[A-Za-z0-9_]+)*)?)"
              + "|(?<variable>\\$[A-Za-z0-9_]*)"
              + "|(?<word>[A-Za-z_][A-Za-z0-9_]*(?:-[A-Za-z0-9_]+)*)"
              + "|(?<sign>:=|[=|(),])");

  private final String name;
  private final String text;
  private final List<Token> tokens = new ArrayList<>();
  private int at;
  private int line = 1;

  private Lexer(String name, String text) {
    this.name = name;
    this.text = text;
  }

  static List<Token> tokens(String name, String text) throws TemplateException {
    var lexer = new Lexer(name, text);
    lexer.all();
    return lexer.tokens;
  }

  private void all() throws TemplateException {
    boolean trim = false;
    while (at < text.length()) {
      int open = text.indexOf("{{", at);
      int end = open < 0 ? text.length() : open;
      boolean trimEnd = open >= 0 && text.startsWith("{{-", open) && isSpace(open + 3);
      text(end, trim, trimEnd);
      if (open < 0) {
        return;
      }
      at = open + (trimEnd ? 3 : 2);
      trim = comment() ? trimmedBefore() : action();
    }
  }

  private boolean isSpace(int index) {
    return index < text.length() && Character.isWhitespace(text.charAt(index));
  }

  private void text(int end, boolean trimStart, boolean trimEnd) {
    String part = text.substring(at, end);
    int from = line;
    line += (int) part.chars().filter(c -> c == '\n').count();
    part = trimStart ? part.stripLeading() : part;
    part = trimEnd ? part.stripTrailing() : part;
    if (!part.isEmpty()) {
      tokens.add(new Token(Kind.TEXT, part, from));
    }
  }

  private boolean comment() throws TemplateException {
    int start = at;
    while (isSpace(start)) {
      start++;
    }
    if (!text.startsWith("/*", start)) {
      return false;
    }
    int close = text.indexOf("*/", start);
    int end = close < 0 ? -1 : text.indexOf("}}", close);
    if (end < 0) {
      throw new TemplateException(name, line, "comment without */}}");
    }
    line += (int) text.substring(at, end).chars().filter(c -> c == '\n').count();
    at = end + 2;
    return true;
  }

  private boolean trimmedBefore() {
    return text.charAt(at - 3) == '-';
  }

  /** Answers whether it ends with {@code -}}}. */
  private boolean action() throws TemplateException {
    int begun = line;
    tokens.add(new Token(Kind.OPEN, "{{", line));
    Matcher matcher = INSIDE.matcher(text);
    while (at < text.length()) {
      boolean trim = text.startsWith("-}}", at) && Character.isWhitespace(text.charAt(at - 1));
      if (trim || text.startsWith("}}", at)) {
        at += trim ? 3 : 2;
        tokens.add(new Token(Kind.CLOSE, "}}", line));
        return trim;
      }
      if (!matcher.region(at, text.length()).lookingAt()) {
        throw new TemplateException(
            name, line, "'" + text.charAt(at) + "' is not understood inside {{ }}");
      }
      at = matcher.end();
      token(matcher);
    }
    throw new TemplateException(name, begun, "{{ without }}");
  }

  private void token(Matcher matcher) throws TemplateException {
    String found = matcher.group();
    if (matcher.group("space") != null) {
      line += (int) found.chars().filter(c -> c == '\n').count();
    } else if (matcher.group("string") != null) {
      add(Kind.STRING, unquoted(found));
    } else if (matcher.group("raw") != null) {
      add(Kind.STRING, found.substring(1, found.length() - 1));
      line += (int) found.chars().filter(c -> c == '\n').count();
    } else if (matcher.group("number") != null) {
      add(Kind.NUMBER, found);
    } else if (matcher.group("field") != null) {
      add(Kind.FIELD, found.substring(1));
    } else if (matcher.group("variable") != null) {
      add(Kind.VARIABLE, found.substring(1));
    } else {
      add(matcher.group("word") != null ? Kind.WORD : Kind.SIGN, found);
    }
  }

  private void add(Kind kind, String value) {
    tokens.add(new Token(kind, value, line));
  }

  private String unquoted(String quoted) throws TemplateException {
    var plain = new StringBuilder();
    for (int i = 1; i < quoted.length() - 1; i++) {
      char c = quoted.charAt(i);
      if (c != '\\') {
        plain.append(c);
        continue;
      }
      char next = quoted.charAt(++i);
      plain.append(
          switch (next) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case '"', '\\', '\'' -> next;
            default ->
                throw new TemplateException(
                    name, line, "\\" + next + " in " + quoted + " is not understood");
          });
    }
    return plain.toString();
  }
}
