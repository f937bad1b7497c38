package io.sealer.build;

import io.sealer.build.kubefile.Instruction;
import io.sealer.build.kubefile.Kubefile;
import io.sealer.oci.text.Nearest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Compares the arguments of a build with those that the Kubefile asks for. */
final class BuildArgs {
  private BuildArgs() {}

  /** A warning for each argument that no ARG asks for: probably a mistyped one. */
  static List<String> unknown(Kubefile kubefile, Map<String, String> given) {
    Set<String> asked =
        kubefile.instructions().stream()
            .filter(Instruction.Arg.class::isInstance)
            .flatMap(arg -> ((Instruction.Arg) arg).variables().stream())
            .map(Instruction.Arg.Variable::name)
            .collect(Collectors.toSet());
    return given.keySet().stream()
        .filter(name -> !asked.contains(name))
        .sorted()
        .map(name -> "no ARG of the Kubefile takes --build-arg " + name + Nearest.hint(name, asked))
        .toList();
  }
}
