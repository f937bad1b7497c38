package io.sealer.run.support.scrub;

import java.util.Optional;
import java.util.regex.Pattern;

/** What the name of a value says of it. */
public enum SecretName {
  /** The value is secret and may have blanks in it, such as a passphrase. */
  PHRASE,
  /** The value is a secret word, such as a token or a key. */
  WORD;

  private static final String END =
      "(?:[_.-]?(?:\\d{1,3}|value|hash|hashed|old|new|plain|text|base64|b64|data|string))?\\z";

  private static final Pattern PHRASES =
      Pattern.compile("(?i)(?:pass(?:word|wd|phrase|code)s?|pwd|authorization|cookies?)" + END);

  private static final Pattern WORDS =
      Pattern.compile(
          "(?i)(?:secret|tokens?|credentials?|psk|\\.?docker(?:cfg|configjson)"
              + "|(?:access|account|api|app|auth|certificate|client|deploy|enc|encryption|hmac|jwt"
              + "|license|master|private|secret|service|session|shared|signing|ssh|storage|tls"
              + "|webhook)[_.-]?keys?(?:[_.-]?id)?"
              // Not bypass, compass and the like.
              + "|(?<!by|com|en|over|sur|tres|under)pass"
              // Alone it is what Docker's config.json has; the other is Redis'.
              + "|\\A_?(?:master)?auth)"
              + END);

  private static final Pattern KEY_VARIABLE = Pattern.compile("_KEYS?(?:_ID)?\\z");

  /** Longest name that is looked at. */
  static final int LONGEST = 64;

  /** What this name says; empty when it does not speak of a secret. */
  public static Optional<SecretName> of(String name) {
    if (PHRASES.matcher(name).find()) {
      return Optional.of(PHRASE);
    }
    boolean flag = name.startsWith("--") && name.endsWith("key");
    boolean word = flag || WORDS.matcher(name).find() || KEY_VARIABLE.matcher(name).find();
    return word ? Optional.of(WORD) : Optional.empty();
  }

  /** Whether this is secret as the value of such a name; not {@code true} or the path of a key. */
  public boolean isSecret(String value) {
    return !SecretValue.isHarmless(value, this);
  }
}
