package io.sealer.build.kubefile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code ["a", "b"]} (RFC 8259), the only JSON that Kubefiles have. */
final class JsonStrings {
  private final String text;
  private int at;

  JsonStrings(String text) {
    this.text = text;
  }

  Optional<List<String>> read() {
    var strings = new ArrayList<String>();
    if (!take('[')) {
      return Optional.empty();
    }
    if (take(']')) {
      return end(strings);
    }
    do {
      Optional<String> string = string();
      if (string.isEmpty()) {
        return Optional.empty();
      }
      strings.add(string.get());
    } while (take(','));
    return take(']') ? end(strings) : Optional.empty();
  }

  private Optional<List<String>> end(List<String> strings) {
    skipBlanks();
    return at == text.length() ? Optional.of(List.copyOf(strings)) : Optional.empty();
  }

  private Optional<String> string() {
    if (!take('"')) {
      return Optional.empty();
    }
    var string = new StringBuilder();
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '"') {
        return Optional.of(string.toString());
      }
      if (c < ' ' || (c == '\\' && !escaped(string))) {
        return Optional.empty();
      }
      if (c != '\\') {
        string.append(c);
      }
    }
    return Optional.empty();
  }

  private boolean escaped(StringBuilder string) {
    if (at >= text.length()) {
      return false;
    }
    char c = text.charAt(at++);
    switch (c) {
      case '"', '\\', '/' -> string.append(c);
      case 'b' -> string.append('\b');
      case 'f' -> string.append('\f');
      case 'n' -> string.append('\n');
      case 'r' -> string.append('\r');
      case 't' -> string.append('\t');
      case 'u' -> {
        return unicode(string);
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean unicode(StringBuilder string) {
    if (at + 4 > text.length()
        || !text.substring(at, at + 4).chars().allMatch(c -> Character.digit(c, 16) >= 0)) {
      return false;
    }
    string.append((char) Integer.parseInt(text.substring(at, at + 4), 16));
    at += 4;
    return true;
  }

  private boolean take(char wanted) {
    skipBlanks();
    if (at < text.length() && text.charAt(at) == wanted) {
      at++;
      return true;
    }
    return false;
  }

  private void skipBlanks() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }
}
