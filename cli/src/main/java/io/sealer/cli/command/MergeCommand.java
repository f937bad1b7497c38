package io.sealer.cli.command;

import io.sealer.build.Merger;
import io.sealer.build.job.BuildException;
import io.sealer.build.job.MergeRequest;
import io.sealer.cli.failure.UsageException;
import io.sealer.cli.output.FetchProgress;
import io.sealer.oci.Descriptor;
import io.sealer.oci.Platform;
import io.sealer.oci.Reference;
import io.sealer.oci.registry.ImagePuller;
import io.sealer.oci.registry.PullOptions;
import io.sealer.oci.registry.RegistryClient;
import io.sealer.oci.store.DiskStore;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sealer merge}. */
@Command(
    name = "merge",
    description = {
      "Join several cluster images to one: their files, applications and workload images; launched in the order given.",
      "Layers that they share are in the result once. Files, applications and names that differ are told, and nothing is merged."
    },
    footer = {"", "Example:", "  sealer merge calico:v3 redis:7 mysql:8 -t site:1"})
public final class MergeCommand implements Callable<Integer> {
  private final Context context;
  @Mixin private final RegistryFlags registry = new RegistryFlags();

  @Parameters(arity = "2..*", paramLabel = "IMAGE", description = "Two images or more.")
  private List<Reference> images = List.of();

  @Option(
      names = {"-t", "--tag", "--target-image"},
      required = true,
      paramLabel = "NAME",
      description = "Name of the result. Repeatable.")
  private List<Reference> names = List.of();

  @Option(
      names = "--platform",
      split = ",",
      paramLabel = "OS/ARCH",
      description = "Merge these platforms only; default all that every image has.")
  private List<Platform> platforms = List.of();

  @Option(names = "--overwrite", description = "Where images differ the later one wins.")
  private boolean overwrite;

  /** A command in this context. */
  public MergeCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException, BuildException {
    if (images.stream().distinct().count() < 2) {
      throw new UsageException("name two different images or more");
    }
    var store = DiskStore.open(context.places().store());
    try (RegistryClient client = registry.client(context);
        var fetches = new FetchProgress(context.console())) {
      var puller = new ImagePuller(client);
      var merger =
          new Merger(
              store,
              (name, wanted, into) ->
                  puller.pull(name, into, new PullOptions(wanted, false), fetches));
      Instant created = SourceDate.of(context.environment());
      Descriptor merged =
          merger.merge(
              new MergeRequest(
                  images.stream().distinct().toList(), names, platforms, overwrite, created));
      fetches.finished();
      context.console().print(merged.digest().toString());
    }
    return 0;
  }
}
