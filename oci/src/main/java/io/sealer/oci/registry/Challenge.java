package io.sealer.oci.registry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One way that a server offers to authenticate (RFC 9110, 11.6.1).
 *
 * @param scheme in lower case, such as {@code bearer}
 * @param parameters by name in lower case
 */
record Challenge(String scheme, Map<String, String> parameters) {
  Challenge {
    parameters = Map.copyOf(parameters);
  }

  boolean isBearer() {
    return scheme.equals("bearer");
  }

  boolean isBasic() {
    return scheme.equals("basic");
  }

  Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name)).filter(value -> !value.isEmpty());
  }

  /** The scopes that it names, separated by blanks. */
  List<String> scopes() {
    return parameter("scope").map(text -> List.of(text.strip().split(" +"))).orElse(List.of());
  }

  /** Parses all fields {@code WWW-Authenticate}; what is malformed ends the field it stands in. */
  static List<Challenge> parse(List<String> fields) {
    var all = new ArrayList<Challenge>();
    fields.forEach(field -> new Parser(field).into(all));
    return all;
  }

  /** The bearer challenge if there is one, else the basic one. */
  static Optional<Challenge> choose(List<Challenge> offered) {
    return offered.stream()
        .filter(challenge -> challenge.isBearer() && challenge.parameter("realm").isPresent())
        .findFirst()
        .or(() -> offered.stream().filter(Challenge::isBasic).findFirst());
  }

  /** A cursor over one field. */
  private static final class Parser {
    private final String text;
    private int at;

    Parser(String text) {
      this.text = text;
    }

    void into(List<Challenge> all) {
      skip(" \t,");
      String scheme = token();
      while (!scheme.isEmpty()) {
        var parameters = new LinkedHashMap<String, String>();
        String next = parameters(parameters);
        all.add(new Challenge(scheme.toLowerCase(Locale.ROOT), parameters));
        scheme = next;
      }
    }

    /** Reads parameters; answers the next scheme, empty at the end. */
    private String parameters(Map<String, String> parameters) {
      while (true) {
        skip(" \t,");
        String name = token();
        skip(" \t");
        if (!looksAt('=')) {
          return name;
        }
        at++;
        skip(" \t");
        parameters.putIfAbsent(name.toLowerCase(Locale.ROOT), looksAt('"') ? quoted() : token());
      }
    }

    private String quoted() {
      var value = new StringBuilder();
      for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
        if (text.charAt(at) == '\\' && at + 1 < text.length()) {
          at++;
        }
        value.append(text.charAt(at));
      }
      at++;
      return value.toString();
    }

    private String token() {
      int start = at;
      while (at < text.length() && " \t,=\"".indexOf(text.charAt(at)) < 0) {
        at++;
      }
      return text.substring(Math.min(start, text.length()), Math.min(at, text.length()));
    }

    private void skip(String characters) {
      while (at < text.length() && characters.indexOf(text.charAt(at)) >= 0) {
        at++;
      }
    }

    private boolean looksAt(char c) {
      return at < text.length() && text.charAt(at) == c;
    }
  }
}
