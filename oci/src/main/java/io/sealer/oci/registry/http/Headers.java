package io.sealer.oci.registry.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Header fields of an answer; names are compared without regard to case (RFC 9110, 5.1). */
public final class Headers {
  private final Map<String, List<String>> fields = new LinkedHashMap<>();

  void add(String name, String value) {
    fields.computeIfAbsent(name.toLowerCase(Locale.ROOT), _ -> new ArrayList<>()).add(value);
  }

  /** The first field with this name. */
  public Optional<String> first(String name) {
    return all(name).stream().findFirst();
  }

  /** All fields with this name, in order. */
  public List<String> all(String name) {
    return List.copyOf(fields.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()));
  }

  /** The field as a number that is not negative; empty when absent or anything else. */
  public OptionalLong number(String name) {
    Optional<String> text = first(name).filter(value -> value.matches("[0-9]{1,18}"));
    return text.isPresent() ? OptionalLong.of(Long.parseLong(text.get())) : OptionalLong.empty();
  }

  /** Whether a comma-separated field contains this word. */
  boolean contains(String name, String word) {
    return all(name).stream()
        .flatMap(value -> List.of(value.split(",")).stream())
        .anyMatch(part -> part.strip().equalsIgnoreCase(word));
  }
}
