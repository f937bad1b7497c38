package io.sealer.cli.command;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which Kubefile is read, and with which arguments. */
final class KubefileFlags {
  @Option(
      names = {"-f", "--file", "--kubefile"},
      paramLabel = "KUBEFILE",
      description = "The Kubefile; default Kubefile in the context.")
  private Optional<Path> file = Optional.empty();

  @Option(
      names = "--build-arg",
      paramLabel = "K=V",
      description = "Value for an ARG of the Kubefile. Repeatable.")
  private Map<String, String> buildArgs = Map.of();

  /** The Kubefile that was named. */
  Optional<Path> named() {
    return file;
  }

  /** The Kubefile for a context; it need not be there. */
  Path in(Path context) {
    return file.orElse(context.resolve("Kubefile"));
  }

  Map<String, String> buildArgs() {
    return buildArgs;
  }
}
