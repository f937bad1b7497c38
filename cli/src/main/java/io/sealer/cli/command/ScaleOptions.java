package io.sealer.cli.command;

import io.sealer.cli.failure.UsageException;
import io.sealer.cli.output.RunProgress;
import io.sealer.run.RunException;
import io.sealer.run.clusterfile.Cluster;
import io.sealer.run.clusterfile.Clusterfile;
import io.sealer.run.clusterfile.Scaling;
import java.io.IOException;
import java.util.Optional;
import java.util.function.BiFunction;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which hosts come to a cluster or leave it. */
final class ScaleOptions {
  @Option(
      names = {"-m", "--masters"},
      paramLabel = "HOSTS",
      description = "Addresses a,b or ranges a-b; to add CONTAINER hosts a number.")
  private Optional<String> masters = Optional.empty();

  @Option(
      names = {"-n", "--nodes"},
      paramLabel = "HOSTS",
      description = "The same for workers.")
  private Optional<String> nodes = Optional.empty();

  @Option(
      names = "--cluster-name",
      paramLabel = "NAME",
      description = "Name of the cluster; default my-cluster.")
  private Optional<String> name = Optional.empty();

  @Mixin private final SshFlags ssh = new SshFlags();

  /** The cluster as it was last applied, changed by these options. */
  Clusterfile changed(Context context, BiFunction<Scaling, Clusterfile, Clusterfile> change)
      throws IOException, RunException {
    try {
      Scaling scaling = new Scaling(masters, nodes, ssh.settings(context)).requireReadable();
      Clusterfile saved =
          ClusterAccess.clusters(context, new RunProgress(context.console()))
              .saved(name.orElse(Cluster.DEFAULT_NAME));
      return change.apply(scaling, saved);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }
}
