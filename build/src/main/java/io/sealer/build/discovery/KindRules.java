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

/**
 * Where image names stand in each kind of object. Kinds without a rule have none that are certain,
 * whatever their text says.
 */
final class KindRules {
  private static final KindRules SHIPPED = ship();

  private final Map<String, List<Place>> places;

  /**
   * A place in an object.
   *
   * @param path field names; {@code *} goes through all elements of a list or map
   * @param isPod whether a pod specification stands there, not a name
   */
  record Place(List<String> path, boolean isPod) {
    static Place parse(String text) {
      String[] parts = text.split(":", 2);
      boolean isPod = parts[0].equals("pod");
      if (parts.length < 2 || parts[1].isEmpty() || !(isPod || parts[0].equals("image"))) {
        throw new IllegalArgumentException(
            "a place looks like image:spec.image or pod:spec.template.spec, got '" + text + "'");
      }
      return new Place(List.of(parts[1].split("\\.")), isPod);
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
