package io.sealer.run.template;

import java.util.Collection;
import java.util.Map;

/** What template values are worth: strings, longs, doubles, booleans, lists, maps. */
final class Values {
  private Values() {}

  /** Go's rule: false, zero, empty and unset are not true. */
  static boolean truth(Object value) {
    return switch (value) {
      case Missing _ -> false;
      case Boolean b -> b;
      case Number n -> n.doubleValue() != 0;
      case CharSequence s -> !s.isEmpty();
      case Collection<?> c -> !c.isEmpty();
      case Map<?, ?> m -> !m.isEmpty();
      default -> true;
    };
  }

  /** As it is printed. */
  static String text(Object value) {
    if (value instanceof Missing missing) {
      throw new IllegalArgumentException("variable " + missing.name() + " is not set");
    }
    if (value instanceof Double d && d == Math.rint(d) && Math.abs(d) < 1e15) {
      return Long.toString(d.longValue());
    }
    return String.valueOf(value);
  }

  static double number(Object value) {
    String text = text(value).strip();
    try {
      return value instanceof Number n ? n.doubleValue() : Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'" + text + "' is not a number", e);
    }
  }

  static long whole(Object value) {
    return (long) number(value);
  }

  /** Numbers and texts that read as the same number are equal: environment values are texts. */
  static boolean equal(Object a, Object b) {
    if (a instanceof Number || b instanceof Number) {
      try {
        return number(a) == number(b);
      } catch (IllegalArgumentException e) {
        return false;
      }
    }
    return !(a instanceof Missing) && !(b instanceof Missing) && text(a).equals(text(b));
  }

  static int compare(Object a, Object b) {
    boolean numbers = a instanceof Number || b instanceof Number;
    return numbers ? Double.compare(number(a), number(b)) : text(a).compareTo(text(b));
  }
}
