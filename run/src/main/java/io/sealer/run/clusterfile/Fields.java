package io.sealer.run.clusterfile;

import io.sealer.oci.text.Nearest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Reads the fields of one YAML mapping; whatever was not asked for until {@link #end} is reported
 * as unknown. Never throws for what a user wrote: it reports and goes on.
 */
final class Fields {
  private final MappingNode node;
  private final String path;
  private final Problems problems;
  private final Map<String, NodeTuple> tuples = new LinkedHashMap<>();
  private final Set<String> asked = new LinkedHashSet<>();

  Fields(MappingNode node, String path, Problems problems) {
    this.node = node;
    this.path = path;
    this.problems = problems;
    for (NodeTuple tuple : node.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        problems.at(tuple.getKeyNode(), "a field's name must be a word");
      } else if (tuples.put(key.getValue(), tuple) != null) {
        problems.at(key, "field '" + key.getValue() + "' is given twice" + in());
      }
    }
  }

  Problems problems() {
    return problems;
  }

  MappingNode node() {
    return node;
  }

  /** The value of a field; absent when it is not written or null. */
  Optional<Node> value(String name) {
    asked.add(name);
    return Optional.ofNullable(tuples.get(name))
        .map(NodeTuple::getValueNode)
        .filter(n -> !n.getTag().equals(Tag.NULL));
  }

  Optional<String> text(String name) {
    return value(name).flatMap(n -> scalar(n, name)).filter(t -> !t.isEmpty());
  }

  /** A text converted by a function whose IllegalArgumentException is reported at its place. */
  <T> Optional<T> parsed(String name, Function<String, T> parser) {
    return value(name).flatMap(n -> scalar(n, name).flatMap(t -> parse(n, t, parser)));
  }

  private <T> Optional<T> parse(Node at, String text, Function<String, T> parser) {
    try {
      return Optional.of(parser.apply(text));
    } catch (IllegalArgumentException e) {
      problems.at(at, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  Optional<Integer> number(String name, int least, int most) {
    return parsed(
        name,
        text -> {
          if (text.matches("[0-9]{1,9}")) {
            int value = Integer.parseInt(text);
            if (value >= least && value <= most) {
              return value;
            }
          }
          throw new IllegalArgumentException(
              "%s must be a number from %d to %d, got '%s'".formatted(name, least, most, text));
        });
  }

  boolean flag(String name, boolean otherwise) {
    return parsed(
            name,
            text ->
                switch (text) {
                  case "true" -> true;
                  case "false" -> false;
                  default ->
                      throw new IllegalArgumentException(
                          "%s must be true or false, got '%s'".formatted(name, text));
                })
        .orElse(otherwise);
  }

  List<String> texts(String name) {
    return parsedList(name, Function.identity());
  }

  /** The elements of a list of scalars, each converted. */
  <T> List<T> parsedList(String name, Function<String, T> parser) {
    var all = new ArrayList<T>();
    for (Node element : elements(name)) {
      scalar(element, name).flatMap(t -> parse(element, t, parser)).ifPresent(all::add);
    }
    return all;
  }

  /** {@code [k=v, …]} or a mapping; everything after the first {@code =} is the value. */
  Map<String, String> pairs(String name) {
    var all = new LinkedHashMap<String, String>();
    if (value(name).filter(MappingNode.class::isInstance).isPresent()) {
      return textMap(name);
    }
    for (Node element : elements(name)) {
      scalar(element, name).ifPresent(text -> pair(element, text, name, all));
    }
    return all;
  }

  private void pair(Node at, String text, String name, Map<String, String> into) {
    int equals = text.indexOf('=');
    if (equals <= 0) {
      problems.at(at, "%s: '%s' is not of the form KEY=VALUE".formatted(name, text));
    } else {
      into.put(text.substring(0, equals), text.substring(equals + 1));
    }
  }

  Map<String, String> textMap(String name) {
    var all = new LinkedHashMap<String, String>();
    object(name)
        .ifPresent(
            fields ->
                fields.tuples.forEach(
                    (key, tuple) ->
                        scalar(tuple.getValueNode(), key).ifPresent(text -> all.put(key, text))));
    return all;
  }

  Optional<Fields> object(String name) {
    return value(name).flatMap(n -> fields(n, path.isEmpty() ? name : path + "." + name));
  }

  List<Fields> objects(String name) {
    var all = new ArrayList<Fields>();
    int index = 0;
    for (Node element : elements(name)) {
      fields(element, "%s.%s[%d]".formatted(path, name, index++)).ifPresent(all::add);
    }
    return all;
  }

  private Optional<Fields> fields(Node at, String where) {
    if (at instanceof MappingNode mapping) {
      return Optional.of(new Fields(mapping, where, problems));
    }
    problems.at(at, where + " must be a mapping");
    return Optional.empty();
  }

  private List<Node> elements(String name) {
    Optional<Node> value = value(name);
    if (value.isPresent() && !(value.get() instanceof SequenceNode)) {
      problems.at(value.get(), name + " must be a list");
    }
    return value
        .filter(SequenceNode.class::isInstance)
        .map(n -> ((SequenceNode) n).getValue())
        .orElse(List.of());
  }

  private Optional<String> scalar(Node at, String name) {
    if (at instanceof ScalarNode scalar) {
      return Optional.of(scalar.getTag().equals(Tag.NULL) ? "" : scalar.getValue());
    }
    problems.at(at, name + " must be a single value");
    return Optional.empty();
  }

  /** Reports a field that must be there. */
  void require(String name) {
    if (value(name).isEmpty()) {
      problems.at(node, "field '" + name + "' is missing" + in());
    }
  }

  /** Reports every field that nobody asked for. */
  void end() {
    tuples.forEach(
        (name, tuple) -> {
          if (!asked.contains(name)) {
            problems.at(
                tuple.getKeyNode(),
                "unknown field '" + name + "'" + in() + Nearest.hint(name, asked));
          }
        });
  }

  private String in() {
    return path.isEmpty() ? "" : " in " + path;
  }
}
