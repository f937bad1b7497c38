package io.sealer.cli.command;

import io.sealer.cli.failure.ExitCode;
import io.sealer.cli.failure.UsageException;
import io.sealer.cli.output.CheckDocument;
import io.sealer.cli.output.Console;
import io.sealer.cli.output.Json;
import io.sealer.cli.output.RunProgress;
import io.sealer.run.ClusterRun;
import io.sealer.run.Clusters;
import io.sealer.run.RunException;
import io.sealer.run.RunRequest;
import io.sealer.run.StatusRequest;
import io.sealer.run.clusterfile.ClusterFlags;
import io.sealer.run.clusterfile.Clusterfile;
import io.sealer.run.clusterfile.ClusterfileReader;
import io.sealer.run.clusterfile.ProviderKind;
import io.sealer.run.engine.EventListener;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sealer check}. */
@Command(
    name = "check",
    description = {
      "Look at a running cluster: hosts, services, certificates, etcd, nodes, pods, images,"
          + " balancer, mirror.",
      "With --pre look at hosts before a run. Changes nothing; exit code 3 when there are problems."
    },
    footer = {
      "",
      "Example:",
      "  sealer check my-cluster",
      "  sealer check my-cluster -o json",
      "  sealer check --pre -f Clusterfile"
    })
public final class CheckCommand implements Callable<Integer> {
  private final Context context;
  @Mixin private final ClusterArgument cluster = new ClusterArgument();
  @Mixin private final SshFlags ssh = new SshFlags();
  @Mixin private final RegistryFlags registry = new RegistryFlags();
  @Mixin private final OutputFormat output = new OutputFormat();

  @Option(names = "--pre", description = "Judge the hosts of a Clusterfile as a run would.")
  private boolean before;

  @Option(
      names = {"-f", "--Clusterfile"},
      paramLabel = "FILE",
      description = "Clusterfile whose hosts --pre looks at.")
  private Optional<Path> file = Optional.empty();

  @Option(names = "--problems", description = "Leave out what is well.")
  private boolean problems;

  /** A command in this context. */
  public CheckCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    CheckDocument document = before ? before() : running();
    Console console = context.console();
    CheckDocument shown = problems ? document.problems() : document;
    if (output.json()) {
      console.print(Json.document(shown));
    } else {
      shown.lines().forEach(console::print);
    }
    return document.ok() ? ExitCode.OK : ExitCode.FOUND;
  }

  private Clusters clusters() throws Exception {
    return ClusterAccess.clusters(context, new RunProgress(context.console()));
  }

  private CheckDocument running() throws Exception {
    if (file.isPresent()) {
      throw new UsageException("-f belongs to --pre; a running cluster is known by its name");
    }
    var request = new StatusRequest(cluster.name(), ssh.settings(context));
    return CheckDocument.of(clusters().check(request));
  }

  private CheckDocument before() throws Exception {
    Path from = file.orElseThrow(() -> new UsageException("--pre needs a Clusterfile: -f FILE"));
    Clusterfile clusterfile = flags().over(ClusterfileReader.read(from));
    if (clusterfile.cluster().provider() != ProviderKind.BAREMETAL) {
      throw new UsageException("--pre is for hosts that exist; this provider makes them");
    }
    ClusterAccess.requireImage(context, registry, clusterfile);
    try (ClusterRun run = clusters().prepare(RunRequest.of(clusterfile), EventListener.NONE)) {
      return CheckDocument.ofHosts(run.warnings());
    } catch (RunException.PreflightFailed e) {
      return CheckDocument.ofHosts(e.problems());
    }
  }

  private ClusterFlags flags() throws Exception {
    return new ClusterFlags(
        cluster.given(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        ssh.settings(context),
        ClusterFlags.environment(),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }
}
