package io.sealer.run.template;

import java.util.List;

/**
 * A function of templates.
 *
 * @param least fewest arguments
 * @param most most arguments
 * @param takesUnset whether it is given variables that are not set, instead of failing before
 * @param body throws {@link IllegalArgumentException} with what is wrong
 */
record Function(int least, int most, boolean takesUnset, Body body) {
  static final int ANY = Integer.MAX_VALUE;

  interface Body {
    Object apply(List<Object> arguments);
  }

  static Function taking(int arguments, Body body) {
    return new Function(arguments, arguments, false, body);
  }

  static Function taking(int least, int most, Body body) {
    return new Function(least, most, false, body);
  }

  /** One that may be given unset variables. */
  static Function tolerant(int least, int most, Body body) {
    return new Function(least, most, true, body);
  }

  Object call(String name, List<Object> arguments) {
    if (arguments.size() < least || arguments.size() > most) {
      throw new IllegalArgumentException(
          "%s takes %s, got %d".formatted(name, allowed(), arguments.size()));
    }
    if (!takesUnset) {
      arguments.stream().filter(Missing.class::isInstance).findFirst().ifPresent(Values::text);
    }
    return body.apply(arguments);
  }

  private String allowed() {
    if (least == most) {
      return least + " argument" + (least == 1 ? "" : "s");
    }
    return most == ANY ? "at least " + least + " arguments" : least + " to " + most + " arguments";
  }
}
