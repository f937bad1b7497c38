package io.sealer.cli.command;

import io.sealer.cli.failure.UsageException;
import io.sealer.run.RunRequest;
import io.sealer.run.clusterfile.ClusterFlags;
import io.sealer.run.clusterfile.Clusterfile;
import io.sealer.run.clusterfile.ClusterfileException;
import io.sealer.run.clusterfile.ClusterfileReader;
import io.sealer.run.clusterfile.ProviderKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The cluster that is wanted: a Clusterfile, flags laid over it, or flags alone. */
final class ClusterOptions {
  @Parameters(
      arity = "0..1",
      paramLabel = "IMAGE",
      description = "Cluster image; pulled when it is not in the local store.")
  private Optional<String> image = Optional.empty();

  @Option(
      names = {"-f", "--Clusterfile"},
      paramLabel = "FILE",
      description = "Clusterfile that says it all; flags are laid over it.")
  private Optional<Path> file = Optional.empty();

  @Option(
      names = {"-m", "--masters"},
      paramLabel = "HOSTS",
      description = "Addresses a,b or ranges a-b; with CONTAINER a number.")
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

  @Option(
      names = "--remove-hosts",
      description =
          "Let hosts of the cluster that are not named any more leave it: drained, taken out, cleaned.")
  private boolean removeHosts;

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      description =
          "apply (default), or loadImage: only bring the images into containerd of every host.")
  private String mode = "apply";

  @Option(
      names = "--provider",
      paramLabel = "PROVIDER",
      description =
          "Where hosts come from: BAREMETAL (default) or CONTAINER, local hosts on this machine.")
  private Optional<String> provider = Optional.empty();

  @Option(
      names = {"-e", "--env"},
      paramLabel = "K=V",
      description = "Environment of the cluster. Repeatable.")
  private List<String> env = List.of();

  @Option(
      names = "--apps",
      split = ",",
      paramLabel = "APP",
      description = "Launch these applications instead of the image's choice.")
  private List<String> apps = List.of();

  @Option(
      names = "--cmds",
      paramLabel = "COMMAND",
      description = "Launch with these commands instead of the image's. Repeatable.")
  private List<String> cmds = List.of();

  @Mixin private final SshFlags ssh = new SshFlags();

  /** A request for this Clusterfile, with what these options allow. */
  RunRequest request(Clusterfile clusterfile) {
    RunRequest request = RunRequest.of(clusterfile);
    request = file.isEmpty() ? request.ofFlagsAlone() : request;
    request = removeHosts ? request.removingHosts() : request;
    return switch (mode) {
      case "apply" -> request;
      case "loadImage" -> request.onlyImages();
      default -> throw new UsageException("--mode takes apply or loadImage, got '" + mode + "'");
    };
  }

  /** The Clusterfile that all of this says. */
  Clusterfile clusterfile(Context context) throws IOException, ClusterfileException {
    try {
      var flags =
          new ClusterFlags(
              name,
              image,
              masters,
              nodes,
              ssh.settings(context),
              ClusterFlags.environment(env.toArray(String[]::new)),
              cmds,
              apps.isEmpty() ? Optional.empty() : Optional.of(apps),
              provider.map(ClusterOptions::kind));
      return file.isPresent() ? flags.over(ClusterfileReader.read(file.get())) : fromFlags(flags);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private Clusterfile fromFlags(ClusterFlags flags) {
    if (image.isEmpty()) {
      throw new UsageException("name an image, or a Clusterfile with -f");
    }
    return flags.toClusterfile();
  }

  private static ProviderKind kind(String text) {
    try {
      return ProviderKind.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          "--provider takes one of "
              + Arrays.toString(ProviderKind.values())
              + ", got '"
              + text
              + "'");
    }
  }
}
