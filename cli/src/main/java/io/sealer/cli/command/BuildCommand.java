package io.sealer.cli.command;

import io.sealer.build.Builder;
import io.sealer.build.chart.HelmRenderer;
import io.sealer.build.job.BuildRequest;
import io.sealer.build.job.BuildResult;
import io.sealer.cli.failure.UsageException;
import io.sealer.cli.output.BuildProgress;
import io.sealer.cli.output.FetchProgress;
import io.sealer.cli.output.Human;
import io.sealer.oci.Platform;
import io.sealer.oci.Reference;
import io.sealer.oci.registry.ImagePuller;
import io.sealer.oci.registry.PullOptions;
import io.sealer.oci.registry.RegistryClient;
import io.sealer.oci.store.DiskStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sealer build}. */
@Command(
    name = "build",
    description =
        "Build a cluster image from a Kubefile, with every container image that its content needs.",
    footer = {
      "",
      "Example:",
      "  sealer build -t shop:1.0 .",
      "  sealer build -t shop:1.0 --platform linux/amd64,linux/arm64 -f deploy/Kubefile .",
      "  sealer build -t shop:1.0 --build-arg VERSION=1.4 --label team=shop --pull always .",
      "  sealer build -t shop:1.0 --locked ."
    })
public final class BuildCommand implements Callable<Integer> {
  private final Context context;
  @Mixin private final RegistryFlags registry = new RegistryFlags();
  @Mixin private final KubefileFlags kubefile = new KubefileFlags();
  @Mixin private final BuildFlags how = new BuildFlags();
  @Mixin private final AcceptFlag accept = new AcceptFlag();

  @Parameters(
      arity = "0..1",
      paramLabel = "CONTEXT",
      defaultValue = ".",
      description = "Directory that may be copied from; default this one.")
  private Path directory = Path.of(".");

  @Option(
      names = {"-t", "--tag"},
      required = true,
      paramLabel = "NAME",
      description = "Name of the image. Repeatable.")
  private List<Reference> names = List.of();

  @Option(
      names = "--platform",
      split = ",",
      paramLabel = "OS/ARCH",
      description = "Platforms to build for; default this machine's.")
  private List<Platform> platforms = List.of(Platform.local());

  @Option(names = "--label", paramLabel = "K=V", description = "Label of the image. Repeatable.")
  private Map<String, String> labels = Map.of();

  @Option(
      names = "--annotation",
      paramLabel = "K=V",
      description = "Annotation of the image's manifest. Repeatable.")
  private Map<String, String> annotations = Map.of();

  /** A command in this context. */
  public BuildCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    BuildRequest request = request();
    var store = DiskStore.open(context.places().store());
    long begun = System.nanoTime();
    try (RegistryClient client = registry.client(context);
        var fetches = new FetchProgress(context.console())) {
      var progress = new BuildProgress(context.console(), fetches);
      var puller = new ImagePuller(client);
      var builder =
          new Builder(
              store,
              context.places().home().resolve("build"),
              (name, wanted, into) ->
                  puller.pull(name, into, new PullOptions(wanted, false), fetches),
              new HelmRenderer(context.places().cache()));
      BuildResult result = builder.build(request, progress);
      context
          .console()
          .tell(
              "built %s in %s: %d instructions carried out, %d from the cache, %d workload images"
                  .formatted(
                      names.getFirst().familiar(),
                      Human.duration(Duration.ofNanos(System.nanoTime() - begun)),
                      result.executed(),
                      result.cached(),
                      result.image().lock().entries().size()));
      context.console().print(result.descriptor().digest().toString());
    }
    return 0;
  }

  private BuildRequest request() {
    if (!Files.isDirectory(directory)) {
      throw new UsageException("the build context " + directory + " is not a directory");
    }
    Path file = kubefile.in(directory);
    if (!Files.isRegularFile(file)) {
      throw new UsageException("there is no Kubefile at " + file + "; name it with -f");
    }
    return new BuildRequest(
        directory,
        file,
        names,
        BuildPlatforms.known(platforms),
        kubefile.buildArgs(),
        new LinkedHashMap<>(labels),
        new LinkedHashMap<>(annotations),
        how.options(SourceDate.of(context.environment())).withAccept(accept.names()));
  }
}
