package io.sealer.cli.command;

import io.sealer.cli.failure.UsageException;
import io.sealer.share.registry.RegistryData;
import io.sealer.share.serve.ServedContent;
import io.sealer.share.server.RegistryServer;
import io.sealer.share.server.ServerOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sealer registry serve}. */
@Command(
    name = "serve",
    description = "Serve a directory as an OCI registry until interrupted.",
    footer = {"", "Example:", "  sealer registry serve --addr 127.0.0.1:5000 --data /srv/registry"})
public final class RegistryServeCommand implements Callable<Integer> {
  private final Context context;

  @Option(
      names = "--addr",
      paramLabel = "HOST:PORT",
      description = "Where to listen (default ${DEFAULT-VALUE}).",
      defaultValue = "127.0.0.1:5000")
  private String address = "";

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Where everything is kept; default SEALER_HOME/registry.")
  private Optional<Path> data = Optional.empty();

  @Option(names = "--tls-cert", paramLabel = "FILE", description = "Certificate chain (PEM).")
  private Optional<Path> certificate = Optional.empty();

  @Option(names = "--tls-key", paramLabel = "FILE", description = "Private key (PEM, PKCS #8).")
  private Optional<Path> key = Optional.empty();

  /** A command in this context. */
  public RegistryServeCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException, InterruptedException, UsageException {
    ServedContent content =
        RegistryData.open(data.orElse(context.places().home().resolve("registry")));
    try (RegistryServer server =
        RegistryServer.start(
            options(), content, access -> context.console().tell(access.toString()))) {
      context.console().tell("listening on " + server.address());
      new CountDownLatch(1).await();
    }
    return 0;
  }

  private ServerOptions options() throws UsageException {
    int colon = address.lastIndexOf(':');
    if (colon < 1 || !address.substring(colon + 1).matches("\\d{1,5}")) {
      throw new UsageException("--addr must be HOST:PORT, got '" + address + "'");
    }
    if (certificate.isPresent() != key.isPresent()) {
      throw new UsageException("--tls-cert and --tls-key belong together");
    }
    var plain =
        ServerOptions.plain(
            address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
    return certificate.isPresent() ? plain.withTls(certificate.get(), key.orElseThrow()) : plain;
  }
}
