package io.sealer.run.template;

import static io.sealer.run.template.Function.ANY;
import static io.sealer.run.template.Function.taking;
import static io.sealer.run.template.Function.tolerant;

import io.sealer.run.engine.Json;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Functions of Go's text/template and the usual ones of sprig. */
final class Functions {
  private static final Map<String, Function> ALL = new LinkedHashMap<>();

  static {
    logic();
    comparisons();
    numbers();
    texts();
    lists();
    encodings();
  }

  private Functions() {}

  static Optional<Function> find(String name) {
    return Optional.ofNullable(ALL.get(name));
  }

  static Collection<String> names() {
    return ALL.keySet();
  }

  private static void logic() {
    ALL.put("and", tolerant(1, ANY, a -> first(a, false)));
    ALL.put("or", tolerant(1, ANY, a -> first(a, true)));
    ALL.put("not", tolerant(1, 1, a -> !Values.truth(a.getFirst())));
    ALL.put("empty", tolerant(1, 1, a -> !Values.truth(a.getFirst())));
    ALL.put("default", tolerant(1, 2, a -> Values.truth(a.getLast()) ? a.getLast() : a.getFirst()));
    ALL.put("coalesce", tolerant(1, ANY, a -> first(a, true)));
    ALL.put("ternary", tolerant(3, 3, a -> Values.truth(a.get(2)) ? a.get(0) : a.get(1)));
    ALL.put("required", tolerant(2, 2, Functions::required));
    ALL.put("fail", taking(1, Functions::fail));
  }

  private static Object first(List<Object> values, boolean truth) {
    return values.stream()
        .filter(v -> Values.truth(v) == truth)
        .findFirst()
        .orElse(values.getLast());
  }

  private static Object required(List<Object> a) {
    return Values.truth(a.get(1)) ? a.get(1) : fail(a);
  }

  private static Object fail(List<Object> a) {
    throw new IllegalArgumentException(Values.text(a.getFirst()));
  }

  private static void comparisons() {
    ALL.put("eq", tolerant(2, ANY, Functions::equalsAny));
    ALL.put("ne", tolerant(2, 2, a -> !Values.equal(a.get(0), a.get(1))));
    ALL.put("lt", taking(2, a -> Values.compare(a.get(0), a.get(1)) < 0));
    ALL.put("le", taking(2, a -> Values.compare(a.get(0), a.get(1)) <= 0));
    ALL.put("gt", taking(2, a -> Values.compare(a.get(0), a.get(1)) > 0));
    ALL.put("ge", taking(2, a -> Values.compare(a.get(0), a.get(1)) >= 0));
  }

  private static Object equalsAny(List<Object> a) {
    return a.subList(1, a.size()).stream().anyMatch(v -> Values.equal(a.getFirst(), v));
  }

  private static void numbers() {
    ALL.put("int", taking(1, a -> Values.whole(a.getFirst())));
    ALL.put("int64", taking(1, a -> Values.whole(a.getFirst())));
    ALL.put("add", taking(1, ANY, a -> a.stream().mapToLong(Values::whole).sum()));
    ALL.put("sub", taking(2, a -> Values.whole(a.get(0)) - Values.whole(a.get(1))));
    ALL.put(
        "mul", taking(1, ANY, a -> a.stream().mapToLong(Values::whole).reduce(1, (x, y) -> x * y)));
    ALL.put("div", taking(2, a -> Values.whole(a.get(0)) / divisor(a)));
    ALL.put("mod", taking(2, a -> Values.whole(a.get(0)) % divisor(a)));
    ALL.put("max", taking(1, ANY, a -> a.stream().mapToLong(Values::whole).max().orElseThrow()));
    ALL.put("min", taking(1, ANY, a -> a.stream().mapToLong(Values::whole).min().orElseThrow()));
  }

  private static long divisor(List<Object> a) {
    long divisor = Values.whole(a.get(1));
    if (divisor == 0) {
      throw new IllegalArgumentException("division by zero");
    }
    return divisor;
  }

  private static void texts() {
    text("upper", s -> s.toUpperCase(Locale.ROOT));
    text("lower", s -> s.toLowerCase(Locale.ROOT));
    text("trim", String::strip);
    text("quote", s -> "\"" + s.replace("\\", "\\\\").replace("\"", "\\\"") + "\"");
    text("squote", s -> "'" + s + "'");
    text("toString", s -> s);
    ALL.put(
        "trimSuffix", taking(2, a -> string(a, 1).endsWith(string(a, 0)) ? cutEnd(a) : a.get(1)));
    ALL.put(
        "trimPrefix",
        taking(
            2,
            a ->
                string(a, 1).startsWith(string(a, 0))
                    ? string(a, 1).substring(string(a, 0).length())
                    : a.get(1)));
    ALL.put("replace", taking(3, a -> string(a, 2).replace(string(a, 0), string(a, 1))));
    ALL.put("contains", taking(2, a -> string(a, 1).contains(string(a, 0))));
    ALL.put("hasPrefix", taking(2, a -> string(a, 1).startsWith(string(a, 0))));
    ALL.put("hasSuffix", taking(2, a -> string(a, 1).endsWith(string(a, 0))));
    ALL.put("repeat", taking(2, a -> string(a, 1).repeat((int) Values.whole(a.getFirst()))));
    ALL.put("indent", taking(2, a -> indent(a)));
    ALL.put("nindent", taking(2, a -> "\n" + indent(a)));
    ALL.put(
        "print", taking(0, ANY, a -> a.stream().map(Values::text).collect(Collectors.joining())));
    ALL.put("printf", taking(1, ANY, Functions::printf));
  }

  private static void text(String name, java.util.function.UnaryOperator<String> change) {
    ALL.put(name, taking(1, a -> change.apply(string(a, 0))));
  }

  private static String string(List<Object> arguments, int index) {
    return Values.text(arguments.get(index));
  }

  private static String cutEnd(List<Object> a) {
    return string(a, 1).substring(0, string(a, 1).length() - string(a, 0).length());
  }

  private static String indent(List<Object> a) {
    String spaces = " ".repeat((int) Values.whole(a.getFirst()));
    return spaces + string(a, 1).replace("\n", "\n" + spaces);
  }

  private static Object printf(List<Object> a) {
    Object[] rest =
        a.subList(1, a.size()).stream()
            .map(v -> v instanceof Number ? v : Values.text(v))
            .toArray();
    try {
      String format = string(a, 0).replace("%v", "%s").replace("%q", "\"%s\"");
      return String.format(Locale.ROOT, format, rest);
    } catch (java.util.IllegalFormatException e) {
      throw new IllegalArgumentException("printf cannot use format '" + string(a, 0) + "'", e);
    }
  }

  private static void lists() {
    ALL.put("list", taking(0, ANY, List::copyOf));
    ALL.put("splitList", taking(2, Functions::split));
    ALL.put("join", taking(2, a -> joined(a)));
    ALL.put("len", taking(1, a -> (long) length(a.getFirst())));
    ALL.put("first", taking(1, a -> elements(a.getFirst()).getFirst()));
    ALL.put("last", taking(1, a -> elements(a.getFirst()).getLast()));
    ALL.put("index", taking(2, a -> elements(a.getFirst()).get((int) Values.whole(a.get(1)))));
    ALL.put(
        "has", taking(2, a -> elements(a.get(1)).stream().anyMatch(v -> same(v, a.getFirst()))));
  }

  private static Object split(List<Object> a) {
    return List.copyOf(
        Arrays.asList(string(a, 1).split(java.util.regex.Pattern.quote(string(a, 0)), -1)));
  }

  private static boolean same(Object a, Object b) {
    return Values.equal(a, b);
  }

  private static String joined(List<Object> a) {
    return elements(a.get(1)).stream().map(Values::text).collect(Collectors.joining(string(a, 0)));
  }

  private static int length(Object value) {
    return value instanceof Collection<?> all ? all.size() : Values.text(value).length();
  }

  private static List<Object> elements(Object value) {
    if (value instanceof List<?> list && !list.isEmpty()) {
      return List.copyOf(list);
    }
    throw new IllegalArgumentException("a list with elements is needed, got '" + value + "'");
  }

  private static void encodings() {
    text("b64enc", s -> Base64.getEncoder().encodeToString(s.getBytes(StandardCharsets.UTF_8)));
    text("b64dec", Functions::decoded);
    ALL.put("toJson", taking(1, a -> Json.line(a.getFirst())));
    text("sha256sum", io.sealer.run.template.Hash::hex);
  }

  private static String decoded(String text) {
    try {
      return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("b64dec was given no base64", e);
    }
  }
}
