package io.sealer.run.kubernetes;

import io.sealer.run.clusterfile.Taint;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Taints of a node that the Clusterfile speaks of. They are written down on the node, so that one
 * that is no longer wanted can be told from one of somebody else's and is taken away.
 *
 * @param wanted what is to be added, and what is to be removed whoever made it
 */
record OwnTaints(List<Taint> wanted) {
  /** The annotation that has what was added: {@code KEY:EFFECT}, with commas. */
  static final String OURS = "sealer.io/taints";

  OwnTaints {
    wanted = List.copyOf(wanted);
  }

  /** What is to be done with a node's taints, if anything. */
  Optional<String> difference(JsonNode node) {
    return changes(node).stream()
        .findFirst()
        .map(taint -> "taint " + taint + " is not applied")
        .or(() -> noted(node).equals(note()) ? Optional.empty() : Optional.of("taints are new"));
  }

  /** What kubectl must be told, before the note is written. */
  List<Taint> changes(JsonNode node) {
    JsonNode taints = node.path("spec").path("taints");
    List<String> ours = added().toList();
    Stream<Taint> vanished =
        Arrays.stream(noted(node).split(","))
            .filter(noted -> !ours.contains(noted))
            .flatMap(noted -> removal(noted).stream());
    return Stream.concat(wanted.stream(), vanished)
        .filter(taint -> has(taints, taint) == taint.remove())
        .distinct()
        .toList();
  }

  /** Others may have changed the note: what cannot be read is none of ours. */
  private static Optional<Taint> removal(String noted) {
    try {
      return Optional.of(Taint.parse(noted + "-")).filter(taint -> taint.effect().isPresent());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static boolean has(JsonNode taints, Taint wanted) {
    return taints.values().stream()
        .anyMatch(
            t ->
                t.path("key").asString().equals(wanted.key())
                    && wanted.effect().map(t.path("effect").asString()::equals).orElse(true)
                    && (wanted.remove() || t.path("value").asString("").equals(wanted.value())));
  }

  private static String noted(JsonNode node) {
    return node.path("metadata").path("annotations").path(OURS).asString("");
  }

  /** What was added, as the annotation has it. */
  String note() {
    return added().collect(Collectors.joining(","));
  }

  private Stream<String> added() {
    return wanted.stream()
        .filter(taint -> !taint.remove())
        .map(taint -> taint.key() + ":" + taint.effect().orElseThrow())
        .distinct()
        .sorted();
  }
}
