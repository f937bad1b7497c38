package io.sealer.run.support.scrub;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes secrets out of text, line by line. Rather a harmless word too many than a secret. Not
 * thread-safe, for keys and values go over several lines.
 */
public final class Scrubber {
  /** What a container's runtime and the journal write before each line. */
  private static final Pattern LOG_PREFIX =
      Pattern.compile(
          "\\d{4}-\\d\\d-\\d\\dT\\S{1,40} (?:std(?:out|err) [FP] |\\S{1,255} [^\\s:]{1,80}: )");

  private final KnownSecrets known;
  private final PrivateKeys keys = new PrivateKeys();
  private final NamedSecrets named = new NamedSecrets();

  /** One that also takes out what is known. */
  public Scrubber(KnownSecrets known) {
    this.known = known;
  }

  /** The line without its secrets. */
  public String clean(String line) {
    return clean(line, line.length());
  }

  /**
   * The same of a line that is cut after so many characters. What follows them tells where a secret
   * ends that begins before.
   */
  String clean(String line, int most) {
    return find(line).without(line, most);
  }

  Spans find(CharSequence line) {
    Matcher prefix = LOG_PREFIX.matcher(line);
    int from = prefix.lookingAt() ? prefix.end() : 0;
    var found = new Spans();
    keys.find(line, from, found);
    known.find(line, found);
    named.find(line, from, found);
    Directives.find(line, from, found);
    Shapes.find(line, found);
    return found;
  }
}
