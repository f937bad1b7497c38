package io.sealer.build.discovery;

import io.sealer.build.discovery.Candidate.Confidence;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * Image names in a pod specification: of containers of all three kinds and of image volumes; and
 * candidates in their environment and arguments.
 */
final class PodSpec {
  private static final List<String> CONTAINERS =
      List.of("containers", "initContainers", "ephemeralContainers");
  private static final Pattern ARGUMENT = Pattern.compile("--?[\\w.-]*image[\\w.-]*[= ](.+)");

  private final Sink sink;

  /** Takes what was found. */
  interface Sink {
    void image(Node name);

    void candidate(String name, Confidence confidence, Node at);
  }

  PodSpec(Sink sink) {
    this.sink = sink;
  }

  void scan(Node pod) {
    for (String list : CONTAINERS) {
      for (Node container : list(pod, list)) {
        YamlNodes.field(container, "image").ifPresent(sink::image);
        list(container, "env").forEach(this::variable);
        list(container, "args").forEach(this::argument);
        list(container, "command").forEach(this::argument);
      }
    }
    for (Node volume : list(pod, "volumes")) {
      YamlNodes.field(volume, "image")
          .flatMap(image -> YamlNodes.field(image, "reference"))
          .ifPresent(sink::image);
    }
  }

  private static List<Node> list(Node node, String name) {
    return YamlNodes.field(node, name).map(YamlNodes::children).orElse(List.of());
  }

  private void variable(Node variable) {
    String name = YamlNodes.text(variable, "name");
    Optional<Node> value = YamlNodes.field(variable, "value");
    String text = value.flatMap(YamlNodes::text).orElse("");
    if (value.isPresent() && name.contains("IMAGE") && Guess.looksLikeImage(text)) {
      sink.candidate(text, Confidence.HIGH, value.get());
    }
  }

  private void argument(Node argument) {
    if (argument instanceof ScalarNode scalar) {
      Matcher matcher = ARGUMENT.matcher(scalar.getValue());
      if (matcher.matches() && Guess.looksLikeImage(matcher.group(1).strip())) {
        sink.candidate(matcher.group(1).strip(), Confidence.LOW, argument);
      }
    }
  }
}
