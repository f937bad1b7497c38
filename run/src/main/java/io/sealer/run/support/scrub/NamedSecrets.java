package io.sealer.run.support.scrub;

import io.sealer.run.support.scrub.LineScanner.Named;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Values whose names speak of a secret. A name may be the value of {@code name}, with its own value
 * behind {@code value}; both may be on lines of their own, and a value may go over several lines.
 */
final class NamedSecrets {
  private static final Pattern NAME = Pattern.compile("(?i)name|key|variable|env");
  private static final Pattern VALUE = Pattern.compile("(?i)value");
  private static final Pattern NAMED =
      Pattern.compile("\\\\{0,8}[\"']?([\\w.-]{1,64})\\\\{0,8}(?=[\"'\\s,;}\\]]|\\z)");

  /** Lines between a name and its value, such as comments. */
  private static final int BETWEEN = 4;

  private final DeeperLines deeper = new DeeperLines();

  /** In how many more lines the value may come of a secret whose name was said. */
  private int awaited;

  private int awaitedColumn;

  void find(CharSequence line, int from, Spans found) {
    int indent = indent(line, from);
    if (indent == line.length()) {
      return;
    }
    if (deeper.holds(line, from, indent)) {
      found.add(indent, line.length());
      return;
    }
    int column = column(line, indent) - from;
    awaited = column < awaitedColumn ? 0 : Math.max(0, awaited - 1);
    var scanner = new LineScanner(line, from);
    for (Optional<Named> next = scanner.next(); next.isPresent(); next = scanner.next()) {
      Named named = next.get();
      Optional<SecretName> kind = kind(named);
      if (NAME.matcher(named.name()).matches()) {
        awaits(line, column, named);
      }
      if (kind.isPresent()) {
        int end = find(line, named, kind.get(), found);
        scanner.skipTo(end);
        if (named.leads() && named.separator() == ':' && !named.inFlow()) {
          deeper.after(column, end > named.value(), named.value() >= line.length());
        }
      }
    }
  }

  private Optional<SecretName> kind(Named named) {
    if (awaited > 0 && VALUE.matcher(named.name()).matches()) {
      awaited = 0;
      return Optional.of(SecretName.PHRASE);
    }
    return SecretName.of(named.name());
  }

  private void awaits(CharSequence line, int column, Named named) {
    Matcher value = NAMED.matcher(line).region(named.value(), line.length());
    boolean secret = value.lookingAt() && SecretName.of(value.group(1)).isPresent();
    awaited = !secret ? 0 : named.leads() ? BETWEEN : 2;
    awaitedColumn = named.leads() ? column : 0;
  }

  private int find(CharSequence line, Named named, SecretName kind, Spans found) {
    if (SecretValue.isStructure(line, named)) {
      awaited = 1;
      awaitedColumn = 0;
      return named.value();
    }
    int end = SecretValue.end(line, named, kind);
    found.add(named.value(), end);
    return end;
  }

  static int indent(CharSequence line, int from) {
    int at = from;
    while (at < line.length() && Ascii.isBlank(line.charAt(at))) {
      at++;
    }
    return at;
  }

  /** Where the first key is, behind the dashes of list items. */
  private static int column(CharSequence line, int indent) {
    int at = indent;
    while (at + 1 < line.length() && line.charAt(at) == '-' && line.charAt(at + 1) == ' ') {
      at = indent(line, at + 1);
    }
    return at;
  }
}
