package io.sealer.build.discovery;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where image names stand in each kind of object. Kinds without a rule have none that are certain,
 * whatever their text says.
 */
final class KindRules {
  private static final KindRules SHIPPED = ship();

  private final Map<String, List<Place>> places;

  /** A place in an object that names images. */
  sealed interface Place {
    static Place parse(String text) {
      String[] parts = text.split(":", 2);
      String rest = parts.length < 2 ? "" : parts[1];
      if (!rest.isEmpty()) {
        switch (parts[0]) {
          case "pod" -> {
            return new Pod(List.of(rest.split("\\.")));
          }
          case "image" -> {
            return new Image(List.of(rest.split("\\.")));
          }
          case "join" -> {
            return Join.of(rest);
          }
          default -> {}
        }
      }
      throw new IllegalArgumentException(
          "a place looks like image:spec.image, pod:spec.template.spec or"
              + " join:{spec.repository}:{spec.tag}, got '"
              + text
              + "'");
    }
  }

  /**
   * An image name.
   *
   * @param path field names; {@code *} goes through all elements of a list or map
   */
  record Image(List<String> path) implements Place {}

  /** A pod specification. */
  record Pod(List<String> path) implements Place {}

  /** A name that is put together of several fields; there is none if one of them is not there. */
  record Join(List<Part> parts) implements Place {
    private static final Pattern FIELD = Pattern.compile("\\{([^{}]+)\\}([^{}]*)");

    /**
     * A field and the text that follows it.
     *
     * @param path empty for text in front of the first field
     */
    record Part(List<String> path, String after) {}

    static Join of(String text) {
      var parts = new ArrayList<Part>();
      int first = text.indexOf('{');
      if (first < 0 || !text.substring(first).matches("(" + FIELD.pattern() + ")+")) {
        throw new IllegalArgumentException(
            "join: takes fields in braces, as join:{spec.repository}:{spec.tag}, got '"
                + text
                + "'");
      }
      parts.add(new Part(List.of(), text.substring(0, first)));
      Matcher field = FIELD.matcher(text);
      while (field.find()) {
        parts.add(new Part(List.of(field.group(1).split("\\.")), field.group(2)));
      }
      return new Join(List.copyOf(parts));
    }
  }

  private KindRules(Map<String, List<Place>> places) {
    this.places = Map.copyOf(places);
  }

  /** The rules that come with sealer. */
  static KindRules shipped() {
    return SHIPPED;
  }

  private static KindRules ship() {
    var rules = new HashMap<String, List<Place>>();
    try (InputStream in = KindRules.class.getResourceAsStream("kinds.txt")) {
      if (in == null) {
        throw new IllegalStateException("this sealer lacks its resource kinds.txt");
      }
      var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).lines();
      lines.filter(line -> !line.isBlank() && !line.startsWith("#")).forEach(l -> add(rules, l));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new KindRules(rules);
  }

  private static void add(Map<String, List<Place>> rules, String line) {
    List<String> words = Arrays.asList(line.strip().split("\\s+"));
    String kind = words.getFirst();
    if (!kind.matches("[^/]+/[^/]+") || words.size() < 2) {
      throw new IllegalArgumentException(
          "a rule looks like example.io/Kind image:spec.image, got '" + line.strip() + "'");
    }
    rules.put(kind, words.stream().skip(1).map(Place::parse).toList());
  }

  /**
   * These rules and more, which win.
   *
   * @param lines {@code GROUP/KIND PLACE…}
   * @throws IllegalArgumentException when a line is malformed
   */
  KindRules with(List<String> lines) {
    var more = new HashMap<>(places);
    lines.forEach(line -> add(more, line));
    return new KindRules(more);
  }

  /** The places in an object; empty when no rule knows the kind. */
  Optional<List<Place>> of(String apiVersion, String kind) {
    List<Place> own = places.get(group(apiVersion) + "/" + kind);
    return Optional.ofNullable(own == null ? places.get("*/" + kind) : own);
  }

  /** The group of an {@code apiVersion}; empty for the core group. */
  static String group(String apiVersion) {
    int slash = apiVersion.indexOf('/');
    return slash < 0 ? "" : apiVersion.substring(0, slash);
  }

  @Override
  public String toString() {
    return new ArrayList<>(places.keySet()).toString();
  }
}
