package io.sealer.run.support.scrub;

import java.util.regex.Pattern;

/**
 * Lines that still belong to a secret value of YAML because they are indented deeper than its name:
 * block scalars, folded and quoted text.
 */
final class DeeperLines {
  /** Begins a mapping, whose own names tell what is secret. */
  private static final Pattern MAPPING =
      Pattern.compile("(?:- {1,8}){0,4}(?:[{\\[]|[\"']?[\\w./ -]{1,128}[\"']?:(?:\\s|\\z))");

  private enum State {
    NOTHING,
    /** The name had no value: the next line tells whether one follows. */
    OPEN,
    INSIDE
  }

  private State state = State.NOTHING;
  private int column;

  /**
   * A name of a secret leads a line.
   *
   * @param at its column
   * @param secret whether a secret followed it
   * @param nothing whether nothing at all followed it
   */
  void after(int at, boolean secret, boolean nothing) {
    column = at;
    state = secret ? State.INSIDE : nothing ? State.OPEN : State.NOTHING;
  }

  /** Whether all of this line, which is not blank, is secret. */
  boolean holds(CharSequence line, int from, int indent) {
    boolean item = state == State.OPEN && indent - from == column && isItem(line, indent);
    if (indent - from <= column && !item) {
      state = State.NOTHING;
    } else if (state == State.OPEN) {
      boolean mapping = MAPPING.matcher(line).region(indent, line.length()).lookingAt();
      state = mapping ? State.NOTHING : item ? State.OPEN : State.INSIDE;
      return !mapping;
    }
    return state == State.INSIDE;
  }

  private static boolean isItem(CharSequence line, int at) {
    return line.charAt(at) == '-' && at + 1 < line.length() && line.charAt(at + 1) == ' ';
  }
}
