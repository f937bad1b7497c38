package io.sealer.cli.command;

import io.sealer.cli.failure.UsageException;
import io.sealer.cli.output.GcDocument;
import io.sealer.cli.output.Human;
import io.sealer.cli.output.Json;
import io.sealer.share.registry.Garbage;
import io.sealer.share.registry.RegistryData;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sealer registry gc}. */
@Command(
    name = "gc",
    description =
        "Remove what no manifest of a registry needs and uploads that were given up. The registry may serve and take pushes meanwhile.",
    footer = {"", "Example:", "  sealer registry gc --data /srv/registry --grace 24h"})
public final class RegistryGcCommand implements Callable<Integer> {
  private static final Pattern GRACE = Pattern.compile("(\\d{1,6})([smhd])");

  private final Context context;
  @Mixin private final OutputFormat output = new OutputFormat();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The registry's directory; default SEALER_HOME/registry.")
  private Optional<Path> data = Optional.empty();

  @Option(
      names = "--grace",
      paramLabel = "TIME",
      defaultValue = "24h",
      description =
          "Spare what was pushed or asked for within this time, like 90s, 30m, 24h, 7d (default ${DEFAULT-VALUE}).")
  private String grace = "";

  @Option(names = "--dry-run", description = "Only tell what would be removed.")
  private boolean dryRun;

  /** A command in this context. */
  public RegistryGcCommand(Context context) {
    this.context = context;
  }

  /** The data directory that is meant. */
  static Path directory(Optional<Path> given, Context context) {
    return given.orElse(context.places().home().resolve("registry"));
  }

  @Override
  public Integer call() throws IOException, UsageException {
    Path directory = directory(data, context);
    RegistryData.openReadOnly(
        directory); // garbage is not to be collected where there is no registry
    Garbage.Result result =
        RegistryData.open(directory).garbage().collect(new Garbage.Options(grace(), dryRun));
    if (output.json()) {
      context.console().print(Json.document(GcDocument.of(result)));
    } else {
      context
          .console()
          .print(
              "%s %d blobs (%s), %d links, %d uploads"
                  .formatted(
                      dryRun ? "would remove" : "removed",
                      result.blobs(),
                      Human.bytes(result.bytes()),
                      result.links(),
                      result.uploads()));
    }
    return 0;
  }

  private Duration grace() throws UsageException {
    Matcher parts = GRACE.matcher(grace);
    if (!parts.matches()) {
      throw new UsageException("--grace must be like 90s, 30m, 24h or 7d, got '" + grace + "'");
    }
    long n = Long.parseLong(parts.group(1));
    return switch (parts.group(2)) {
      case "s" -> Duration.ofSeconds(n);
      case "m" -> Duration.ofMinutes(n);
      case "h" -> Duration.ofHours(n);
      default -> Duration.ofDays(n);
    };
  }
}
