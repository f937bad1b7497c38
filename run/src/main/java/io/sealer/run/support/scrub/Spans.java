package io.sealer.run.support.scrub;

import java.util.BitSet;

/** The parts of one line that are secret; they may overlap. */
final class Spans {
  static final String REMOVED = "[removed]";

  private final BitSet secret = new BitSet();

  /** Marks characters. */
  void add(int from, int to) {
    secret.set(from, Math.max(from, to));
  }

  /** The first characters of a line; a part that begins among them is replaced as a whole. */
  String without(CharSequence line, int most) {
    var rest = new StringBuilder();
    int shown = Math.min(line.length(), most);
    int at = 0;
    while (at < shown) {
      int from = secret.nextSetBit(at);
      int to = from < 0 || from > shown ? shown : from;
      rest.append(line, at, to);
      if (to == shown) {
        break;
      }
      rest.append(REMOVED);
      at = secret.nextClearBit(from);
    }
    return rest.toString();
  }
}
