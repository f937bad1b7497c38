package io.sealer.run.support.scrub;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A word that speaks of a secret, a blank, the secret, and nothing else on the line, as in
 * redis.conf. Such a line may stand in a text in quotes, with {@code \n} between lines.
 */
final class Directives {
  private static final Pattern TWO_WORDS =
      Pattern.compile(
          "(?:\\\\n|(?<quote>(?<=\"))|\\G)[ \\t]{0,64}(?<name>[\\w.-]{1,64})[ \\t]{1,64}"
              + "(?<value>\\\\?\"[^\"\\\\]{1,1024}\\\\?\"|'[^'\"\\\\]{1,1024}'|[^\\s\"'\\\\]{1,1024})"
              + "(?=\\s{0,64}\\z|\\\\n|\")");

  /** Begins messages, such as {@code "token expired"}. */
  private static final Pattern PLAIN =
      Pattern.compile("(?i)(?:auth|authorization|cookie|credential|password|secret|token)s?");

  private Directives() {}

  static void find(CharSequence line, int from, Spans found) {
    Matcher matcher = TWO_WORDS.matcher(line).region(from, line.length());
    matcher.useTransparentBounds(true);
    while (matcher.find()) {
      String name = matcher.group("name");
      boolean message = matcher.start("quote") >= 0 && PLAIN.matcher(name).matches();
      Optional<SecretName> kind = message ? Optional.empty() : SecretName.of(name);
      if (kind.isPresent() && kind.get().isSecret(matcher.group("value"))) {
        found.add(matcher.start("value"), matcher.end("value"));
      }
    }
  }
}
