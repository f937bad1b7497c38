package io.sealer.build.discovery;

import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Questions to YAML nodes as Kubernetes' reader would answer them. */
final class YamlNodes {
  private static final int MERGES = 8;

  private YamlNodes() {}

  /**
   * A field of a mapping; the last one counts, and what {@code <<} merges in comes after its own.
   */
  static Optional<Node> field(Node node, String name) {
    return field(node, name, MERGES);
  }

  private static Optional<Node> field(Node node, String name, int merges) {
    if (!(node instanceof MappingNode mapping)) {
      return Optional.empty();
    }
    Optional<Node> own = own(mapping, name);
    if (own.isPresent() || merges == 0) {
      return own;
    }
    return own(mapping, "<<").stream()
        .flatMap(merged -> elements(merged).stream())
        .flatMap(merged -> field(merged, name, merges - 1).stream())
        .findFirst();
  }

  private static Optional<Node> own(MappingNode mapping, String name) {
    return mapping.getValue().reversed().stream()
        .filter(
            tuple -> tuple.getKeyNode() instanceof ScalarNode key && key.getValue().equals(name))
        .map(NodeTuple::getValueNode)
        .findFirst();
  }

  /** The elements of a list; anything else is its own only element. */
  private static List<Node> elements(Node node) {
    return node instanceof SequenceNode list ? list.getValue() : List.of(node);
  }

  /** The elements of a list or the values of a mapping. */
  static List<Node> children(Node node) {
    return switch (node) {
      case SequenceNode list -> list.getValue();
      case MappingNode mapping -> mapping.getValue().stream().map(NodeTuple::getValueNode).toList();
      default -> List.of();
    };
  }

  /** The text of a scalar field; empty when there is none. */
  static String text(Node node, String name) {
    return field(node, name).flatMap(YamlNodes::text).orElse("");
  }

  /** The text of a scalar that is neither blank nor null. */
  static Optional<String> text(Node node) {
    return node instanceof ScalarNode scalar
            && !scalar.getValue().isBlank()
            && !scalar.getValue().equals("null")
            && !scalar.getValue().equals("~")
        ? Optional.of(scalar.getValue().strip())
        : Optional.empty();
  }

  /** The line where a node starts, from 1. */
  static int line(Node node) {
    return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
  }
}
