package io.sealer.run.support.scrub;

import io.sealer.run.support.scrub.LineScanner.Named;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds where the value of a name ends. */
final class SecretValue {
  /** Says that there is a secret, or where; followed by nothing else. */
  private static final Pattern HARMLESS =
      Pattern.compile(
          "(?:(?i:true|false|null|nil|none|<none>|<nil>|~|\"\"|''|\\{\\}|\\[\\])"
              + "|\\$\\(\\w{1,64}\\)|\\$\\{\\w{1,64}\\})(?=\\s{0,8}(?:\\z|[,;}\\])\"'\\\\]))"
              // As kubectl describes references.
              + "|<set to the key '[^']{0,253}' [a-z ]{0,20}'[^']{0,253}'>");

  private static final Pattern PATH =
      Pattern.compile(
          "/(?:dev|etc|home|mnt|opt|proc|root|run|srv|sys|tmp|usr|var)(?:/[\\w./-]{0,1024})?"
              + "(?=\\s|\\z|[,;}\\])\"'\\\\])");

  /** What begins a mapping or a list of mappings, whose own names tell what is secret. */
  private static final Pattern STRUCTURE =
      Pattern.compile("\\[?\\s{0,8}\\{\\s{0,8}(?:[\"'\\\\}{]|[\\w.-]{1,64}\\s{0,4}[:=]|\\z)");

  private static final Pattern SCHEME =
      Pattern.compile("(?i:bearer|basic|digest|negotiate|token|apikey) {1,8}");

  /** A comma that ends a value in braces: another name or the end follows. */
  private static final Pattern NEXT =
      Pattern.compile(",\\s{0,8}(?:[\"'{}\\]\\\\]|\\z|[\\w.-]{1,64}\\s{0,4}[:=])");

  private SecretValue() {}

  /** Whether a whole value of such a name is no secret. */
  static boolean isHarmless(String value, SecretName kind) {
    return looksLike(HARMLESS, value, 0) || (kind == SecretName.WORD && looksLike(PATH, value, 0));
  }

  /** Whether there is a structure instead of a value. */
  static boolean isStructure(CharSequence line, Named named) {
    return named.separator() == ':' && looksLike(STRUCTURE, line, named.value());
  }

  /** Where the secret ends; its beginning when there is none. */
  static int end(CharSequence line, Named named, SecretName kind) {
    int from = named.value();
    if (from >= line.length() || looksLike(HARMLESS, line, from) || isPath(line, named, kind)) {
      return from;
    }
    if (named.separator() == ' ' && line.charAt(from) == '-') {
      return from; // the next flag
    }
    if (named.quote().isPresent()) {
      return named.quote().get().end(line, from);
    }
    Optional<Quote> quote = quote(line, from);
    if (quote.isPresent()) {
      int after = quote.get().after(line, from + quote.get().backslashes() + 1);
      boolean shell = !named.inText() && (named.separator() == '=' || named.separator() == ' ');
      return shell ? word(line, after, false) : after;
    }
    if (line.charAt(from) == '[' && named.separator() != ' ') {
      return list(line, from + 1);
    }
    return unquoted(line, named, kind);
  }

  private static boolean isPath(CharSequence line, Named named, SecretName kind) {
    boolean directory = named.name().equals("PWD") || named.name().equals("OLDPWD");
    return (kind == SecretName.WORD || directory) && looksLike(PATH, line, named.value());
  }

  private static boolean looksLike(Pattern pattern, CharSequence line, int at) {
    return at < line.length()
        && pattern.matcher(line).region(at, line.length()).useTransparentBounds(true).lookingAt();
  }

  private static Optional<Quote> quote(CharSequence line, int from) {
    int at = from;
    while (at < line.length() && at < from + 16 && line.charAt(at) == '\\') {
      at++;
    }
    return at < line.length() && Ascii.isQuote(line.charAt(at))
        ? Optional.of(new Quote(line.charAt(at), at - from))
        : Optional.empty();
  }

  private static int unquoted(CharSequence line, Named named, SecretName kind) {
    int from = named.value();
    if (named.separator() != ':') {
      return kind == SecretName.PHRASE && named.separator() == '='
          ? phrase(line, named)
          : word(line, from, named.inText());
    }
    if (named.inFlow()) {
      return flow(line, from, named.inText());
    }
    if (!named.leads() && kind == SecretName.WORD) {
      var scheme = SCHEME.matcher(line).region(from, line.length());
      return word(line, scheme.lookingAt() ? scheme.end() : from, named.inText());
    }
    return named.inText() ? text(line, from) : line.length();
  }

  /** What stands after {@code =}: more than a word in text, in records and in Java's properties. */
  private static int phrase(CharSequence line, Named named) {
    if (named.inFlow()) {
      return flow(line, named.value(), named.inText());
    }
    if (named.inText()) {
      return text(line, named.value());
    }
    boolean property = named.leads() && named.name().indexOf('.') > 0;
    return property ? line.length() : word(line, named.value(), false);
  }

  /** To the end of the text in double quotes around it. */
  private static int text(CharSequence line, int from) {
    return new Quote('"', 0).end(line, from);
  }

  /** To white space, as a shell reads it: what is in quotes belongs to the word. */
  private static int word(CharSequence line, int from, boolean inText) {
    int at = from;
    while (at < line.length() && !Character.isWhitespace(line.charAt(at))) {
      char c = line.charAt(at);
      if (c == '"' && inText) {
        return at;
      }
      at = Ascii.isQuote(c) ? new Quote(c, 0).after(line, at + 1) : at + 1;
    }
    return at;
  }

  private static int flow(CharSequence line, int from, boolean inText) {
    int at = from;
    for (; at < line.length(); at++) {
      char c = line.charAt(at);
      boolean closes = c == '}' || c == ']' || (c == '"' && inText);
      if (closes || (c == ',' && looksLike(NEXT, line, at))) {
        break;
      }
    }
    return at;
  }

  private static int list(CharSequence line, int from) {
    int at = from;
    while (at < line.length() && line.charAt(at) != ']') {
      Optional<Quote> quote = quote(line, at);
      at = quote.isPresent() ? quote.get().after(line, at + quote.get().backslashes() + 1) : at + 1;
    }
    return Math.min(line.length(), at + 1);
  }
}
