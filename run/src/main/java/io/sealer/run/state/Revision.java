package io.sealer.run.state;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which state of a cluster somebody knows. Two operators that know the same number and digest know
 * the same; who knows a smaller number has missed something.
 *
 * @param number counts changes of the state, from 1; 0 is no state at all
 * @param digest of what is remembered
 */
public record Revision(long number, String digest) {
  public static final Revision NONE = new Revision(0, "");

  private static final Pattern TEXT = Pattern.compile("(\\d{1,18})-([0-9a-f]+)");

  /** The revision after a run that brings about the state with this digest. */
  public Revision after(String wanted) {
    return digest.equals(wanted) ? this : new Revision(number + 1, wanted);
  }

  /**
   * Whether it tells of a change that somebody else has made.
   *
   * @param known what we know
   * @param wanted what we are about to record, or have recorded in a run that was killed
   */
  public boolean isNewsTo(Revision known, Revision wanted) {
    return number >= known.number() && !equals(known) && !equals(wanted);
  }

  /** As {@link #toString} writes it; empty when the text is no revision. */
  public static Optional<Revision> parse(String text) {
    Matcher parts = TEXT.matcher(text.strip());
    return parts.matches()
        ? Optional.of(new Revision(Long.parseLong(parts.group(1)), parts.group(2)))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return number + "-" + digest;
  }
}
