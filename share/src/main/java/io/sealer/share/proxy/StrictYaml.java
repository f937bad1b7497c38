package io.sealer.share.proxy;

import io.sealer.oci.text.Nearest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** The fields of one YAML mapping; collects all that is wrong instead of throwing. */
final class StrictYaml {
  private final Path file;
  private final List<String> problems;
  private final Node node;
  private final Map<String, Node> fields = new LinkedHashMap<>();

  /** A mapping that may have these fields. */
  StrictYaml(Path file, Node node, List<String> problems, List<String> known) {
    this.file = file;
    this.node = node;
    this.problems = problems;
    if (node instanceof MappingNode mapping) {
      mapping.getValue().forEach(tuple -> take(tuple, known));
    } else {
      problem(node, "fields are expected here: " + String.join(", ", known));
    }
  }

  private void take(NodeTuple tuple, List<String> known) {
    String name = tuple.getKeyNode() instanceof ScalarNode key ? key.getValue() : "?";
    if (!known.contains(name)) {
      problem(tuple.getKeyNode(), "unknown field '" + name + "'" + Nearest.hint(name, known));
    } else if (fields.put(name, tuple.getValueNode()) != null) {
      problem(tuple.getKeyNode(), "field '" + name + "' is given twice");
    }
  }

  /** Says that something is wrong here. */
  void problem(Node at, String message) {
    int line = at.getStartMark().map(Mark::getLine).orElse(0) + 1;
    int column = at.getStartMark().map(Mark::getColumn).orElse(0) + 1;
    problems.add(file + ":" + line + ":" + column + ": " + message);
  }

  /** Says that something is wrong with the mapping. */
  void problem(String message) {
    problem(node, message);
  }

  Optional<Node> value(String field) {
    return Optional.ofNullable(fields.get(field));
  }

  Optional<String> text(String field) {
    return parsed(field, Function.identity());
  }

  /** A text as a function understands it; its IllegalArgumentException is told with the place. */
  <T> Optional<T> parsed(String field, Function<String, T> parser) {
    return value(field).flatMap(at -> parsed(at, parser));
  }

  private <T> Optional<T> parsed(Node at, Function<String, T> parser) {
    if (!(at instanceof ScalarNode scalar) || scalar.getValue().isBlank()) {
      problem(at, "a text is expected here");
      return Optional.empty();
    }
    try {
      return Optional.of(parser.apply(scalar.getValue().strip()));
    } catch (IllegalArgumentException e) {
      problem(at, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  boolean flag(String field) {
    return parsed(
            field,
            text ->
                switch (text) {
                  case "true" -> true;
                  case "false" -> false;
                  default ->
                      throw new IllegalArgumentException("'" + text + "' is not true or false");
                })
        .orElse(false);
  }

  /** The elements of a list; none when the field is not given. */
  List<Node> list(String field) {
    Optional<Node> value = value(field);
    if (value.isPresent() && value.get() instanceof SequenceNode sequence) {
      return sequence.getValue();
    }
    value.ifPresent(at -> problem(at, "a list is expected here"));
    return List.of();
  }

  /** Texts of a list, those that a function understands. */
  <T> List<T> list(String field, Function<String, T> parser) {
    var all = new ArrayList<T>();
    list(field).forEach(at -> parsed(at, parser).ifPresent(all::add));
    return all;
  }
}
