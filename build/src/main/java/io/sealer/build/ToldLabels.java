package io.sealer.build;

import io.sealer.build.closure.KubeVersions;
import io.sealer.build.kubefile.Instruction;
import io.sealer.build.kubefile.Kubefile;
import io.sealer.build.kubefile.Variables;
import io.sealer.oci.Reference;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The labels that an image will have, as far as its Kubefile and its base image tell. */
final class ToldLabels {
  private final Map<String, String> given;
  private final FindImages.Labels bases;
  private final char escape;
  private final Map<String, String> variables = new HashMap<>();
  private final Map<String, Map<String, String>> stages = new HashMap<>();
  private Map<String, String> labels = new HashMap<>();
  private int count;

  private ToldLabels(Map<String, String> given, FindImages.Labels bases, char escape) {
    this.given = given;
    this.bases = bases;
    this.escape = escape;
  }

  /** Of the last stage. */
  static Map<String, String> of(
      Kubefile kubefile, Map<String, String> buildArgs, FindImages.Labels bases)
      throws IOException {
    var told = new ToldLabels(buildArgs, bases, kubefile.escape());
    for (Instruction instruction : kubefile.instructions()) {
      told.follow(instruction);
    }
    return told.labels;
  }

  private void follow(Instruction instruction) throws IOException {
    switch (instruction) {
      case Instruction.From from -> begin(from);
      case Instruction.Arg arg -> arg.variables().forEach(this::argument);
      case Instruction.Env env ->
          env.pairs().forEach(p -> variables.put(expand(p.key()), expand(p.value())));
      case Instruction.Label label ->
          label.pairs().forEach(p -> labels.put(expand(p.key()), expand(p.value())));
      case Instruction.KubeVersion version ->
          labels.put(KubeVersions.SUPPORTED, expand(version.constraint()));
      default -> {}
    }
  }

  private void argument(Instruction.Arg.Variable variable) {
    String otherwise =
        variable.value().map(this::expand).orElse(variables.getOrDefault(variable.name(), ""));
    variables.put(variable.name(), given.getOrDefault(variable.name(), otherwise));
  }

  private void begin(Instruction.From from) throws IOException {
    String name = expand(from.image());
    Map<String, String> stage = stages.get(name.toLowerCase(Locale.ROOT));
    labels = new HashMap<>(stage == null ? base(name) : stage);
    labels.remove(KubeVersions.SUPPORTED);
    stages.put(String.valueOf(count++), labels);
    from.name().ifPresent(alias -> stages.put(alias, labels));
  }

  private Map<String, String> base(String name) throws IOException {
    try {
      return name.equals("scratch") ? Map.of() : bases.of(Reference.parse(name));
    } catch (IllegalArgumentException notAName) {
      return Map.of(); // the build will say so
    }
  }

  private String expand(String word) {
    try {
      return new Variables(variables, escape).expand(word);
    } catch (IllegalArgumentException malformed) {
      return word; // the build will say so
    }
  }
}
