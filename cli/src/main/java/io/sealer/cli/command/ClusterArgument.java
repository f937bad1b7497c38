package io.sealer.cli.command;

import io.sealer.run.clusterfile.Cluster;
import java.util.Optional;
import picocli.CommandLine.Parameters;

/** Argument {@code CLUSTER}: which cluster a command is about. */
final class ClusterArgument {
  @Parameters(
      arity = "0..1",
      paramLabel = "CLUSTER",
      description = "Name of the cluster; default " + Cluster.DEFAULT_NAME + ".")
  private Optional<String> name = Optional.empty();

  /** The name that was given; empty when none was. */
  Optional<String> given() {
    return name;
  }

  String name() {
    return name.orElse(Cluster.DEFAULT_NAME);
  }
}
