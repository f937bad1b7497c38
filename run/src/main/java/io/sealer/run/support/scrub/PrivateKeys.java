package io.sealer.run.support.scrub;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Private keys in PEM (RFC 7468), which go over several lines. */
final class PrivateKeys {
  /** A log that only speaks of a key's first line is not lost to its end. */
  private static final int MOST_LINES = 200;

  private static final Pattern BEGIN =
      Pattern.compile("-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY[A-Z ]{0,10}-{0,5}");
  private static final Pattern END =
      Pattern.compile("-----END [A-Z0-9 ]{0,40}PRIVATE KEY[A-Z ]{0,10}-{0,5}");

  private int linesLeft;

  void find(CharSequence line, int from, Spans found) {
    int at = from;
    while (true) {
      if (linesLeft == 0) {
        Matcher begin = BEGIN.matcher(line);
        if (!begin.find(at)) {
          return;
        }
        at = begin.start();
        linesLeft = MOST_LINES;
      }
      Matcher end = END.matcher(line);
      if (!end.find(at)) {
        found.add(at, line.length());
        linesLeft--;
        return;
      }
      found.add(at, end.end());
      at = end.end();
      linesLeft = 0;
    }
  }
}
