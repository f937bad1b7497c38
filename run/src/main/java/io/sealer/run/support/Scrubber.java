package io.sealer.run.support;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Takes secrets out of text, line by line: those that are known, and what looks like one. Rather a
 * harmless word too many than a secret. Not thread-safe, for keys go over several lines.
 */
final class Scrubber {
  static final String REMOVED = "[removed]";

  private static final Pattern KEY_BEGINS = Pattern.compile("-----BEGIN [A-Z0-9 ]*PRIVATE KEY");
  private static final Pattern KEY_ENDS = Pattern.compile("-----END [A-Z0-9 ]*PRIVATE KEY");

  private record Rule(Pattern pattern, String replacement) {
    static Rule of(String regex, String replacement) {
      return new Rule(Pattern.compile(regex), replacement);
    }
  }

  private static final List<Rule> RULES =
      List.of(
          // A name that speaks of a secret, and what stands behind it.
          Rule.of(
              "(?i)([\\w.-]*(?:password|passwd|passphrase|secret|token|credentials?|api[_-]?key"
                  + "|access[_-]?key|private[_-]?key|certificate[_-]?key|client-key-data"
                  + "|authorization)(?:\\\\*[\"'])?\\s*[:=]\\s*)"
                  + "(?:\\\\*\"[^\"]*\"|'[^']*'|(?:bearer |basic )?[^\\s,;}\"']+)",
              "$1" + REMOVED),
          Rule.of(
              "(?i)(--[\\w-]*(?:password|passphrase|secret|token|key)[= ])[^\\s/][^\\s]*",
              "$1" + REMOVED),
          Rule.of("(?i)\\b(bearer|basic) [A-Za-z0-9+/=._-]{8,}", "$1 " + REMOVED),
          Rule.of("://[^/\\s:@]+:[^/\\s@]+@", "://" + REMOVED + "@"),
          // JSON Web Tokens, and kubeadm's bootstrap tokens.
          Rule.of("\\beyJ[\\w-]{8,}\\.[\\w-]{8,}(?:\\.[\\w-]*)?", REMOVED),
          Rule.of("\\b[a-z0-9]{6}\\.[a-z0-9]{16}\\b", REMOVED));

  private final List<String> known;
  private boolean inKey;

  /** One that also takes out these texts, wherever they stand. */
  Scrubber(Collection<String> known) {
    this.known =
        known.stream()
            .filter(text -> !text.isBlank())
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();
  }

  /** The line without its secrets. */
  String clean(String line) {
    if (inKey) {
      inKey = !KEY_ENDS.matcher(line).find();
      return REMOVED;
    }
    if (KEY_BEGINS.matcher(line).find()) {
      inKey = !KEY_ENDS.matcher(line).find();
      return REMOVED;
    }
    String clean = line;
    for (String secret : known) {
      clean = clean.replace(secret, REMOVED);
    }
    for (Rule rule : RULES) {
      clean = rule.pattern().matcher(clean).replaceAll(rule.replacement());
    }
    return clean;
  }
}
