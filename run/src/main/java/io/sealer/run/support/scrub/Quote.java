package io.sealer.run.support.scrub;

/**
 * What a quoted text begins with.
 *
 * @param mark {@code "} or {@code '}
 * @param backslashes how many are before it: 1 in JSON within JSON, 3 within that
 */
record Quote(char mark, int backslashes) {
  /**
   * Where the mark is that ends the text, or the backslashes before it begin; the line's end when
   * it goes on in the next.
   */
  int end(CharSequence line, int from) {
    int before = 0;
    for (int at = from; at < line.length(); at++) {
      char c = line.charAt(at);
      if (c == mark && closes(before)) {
        if (mark == '\'' && at + 1 < line.length() && line.charAt(at + 1) == mark) {
          at++; // '' is ' in YAML
        } else {
          return at - Math.min(before, backslashes);
        }
      }
      before = c == '\\' ? before + 1 : 0;
    }
    return line.length();
  }

  /** Where the text ends with its mark. */
  int after(CharSequence line, int from) {
    int end = end(line, from);
    while (end < line.length() && line.charAt(end) == '\\') {
      end++;
    }
    return Math.min(line.length(), end + 1);
  }

  /** A mark with fewer ends the text around; more belong to the text, and escape one in pairs. */
  private boolean closes(int before) {
    if (before < backslashes) {
      return true;
    }
    int more = before - backslashes;
    return more % (backslashes + 1) == 0 && more / (backslashes + 1) % 2 == 0;
  }
}
