package io.sealer.cli.command;

import io.sealer.cli.environment.Version;
import io.sealer.cli.output.Console;
import io.sealer.cli.output.RunProgress;
import io.sealer.oci.registry.CredentialStore;
import io.sealer.run.StatusRequest;
import io.sealer.run.SupportRequest;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sealer support-bundle}. */
@Command(
    name = "support-bundle",
    description = {
      "Put facts, logs and states of a cluster into one file, for somebody who helps from afar.",
      "Secrets that sealer knows and what looks like a password, key or token are taken out, as well"
          + " as a program can: look at the file before you send it.",
      "Works on clusters that are half-made or partly unreachable: no host is waited for longer than"
          + " three minutes, and index.json in the file says what is missing."
    },
    footer = {"", "Example:", "  sealer support-bundle my-cluster -o support.tar.gz"})
public final class SupportBundleCommand implements Callable<Integer> {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private final Context context;
  @Mixin private final ClusterArgument cluster = new ClusterArgument();
  @Mixin private final SshFlags ssh = new SshFlags();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "The file (.tar.gz); default support-CLUSTER-TIME.tar.gz.")
  private Optional<Path> file = Optional.empty();

  /** A command in this context. */
  public SupportBundleCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    Console console = context.console();
    Instant now = Instant.now();
    Path to =
        file.orElse(Path.of("support-%s-%s.tar.gz".formatted(cluster.name(), TIME.format(now))));
    int missing =
        ClusterAccess.clusters(context, new RunProgress(console))
            .support(
                new SupportRequest(
                    new StatusRequest(cluster.name(), ssh.settings(context)),
                    to,
                    Version.current().text(),
                    now,
                    CredentialStore.ofUser(context.places().credentials())));
    console.print(to.toString());
    if (missing > 0) {
      console.tell(missing + " things could not be had; index.json in the file says which");
    }
    console.tell("look at it before you send it: secrets are taken out as well as a program can");
    return 0;
  }
}
