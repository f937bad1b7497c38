package io.sealer.cli.command;

import io.sealer.cli.failure.UsageException;
import io.sealer.share.proxy.ProxiedContent;
import io.sealer.share.proxy.ProxyConfig;
import io.sealer.share.proxy.ProxyContent;
import io.sealer.share.registry.RegistryData;
import io.sealer.share.serve.Access;
import io.sealer.share.serve.PushTarget;
import io.sealer.share.serve.ServedContent;
import io.sealer.share.server.RegistryServer;
import io.sealer.share.server.ServerOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sealer registry serve}. */
@Command(
    name = "serve",
    description = "Serve a directory as an OCI registry until interrupted.",
    footer = {
      "",
      "Examples:",
      "  sealer registry serve --data /srv/registry",
      "  sealer registry serve --data /srv/registry --proxy upstreams.yaml",
      "  htpasswd -B -c users deploy",
      "  sealer registry serve --addr 0.0.0.0:5000 --htpasswd users --tls-cert cert.pem --tls-key"
          + " key.pem",
      "",
      "/metrics has numbers for Prometheus."
    })
public final class RegistryServeCommand implements Callable<Integer> {
  private final Context context;
  @Mixin private final ListenFlags listen = new ListenFlags();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Where everything is kept; default SEALER_HOME/registry.")
  private Optional<Path> data = Optional.empty();

  @Option(names = "--read-only", description = "Take no pushes and delete nothing.")
  private boolean readOnly;

  @Option(
      names = "--proxy",
      paramLabel = "FILE",
      description = "Be a pull-through cache of the registries that this YAML file names.")
  private Optional<Path> proxy = Optional.empty();

  @Option(names = "--no-access-log", description = "Tell only what went wrong.")
  private boolean quiet;

  /** A command in this context. */
  public RegistryServeCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException, InterruptedException, UsageException {
    ServerOptions options = listen.options();
    Path directory = RegistryGcCommand.directory(data, context);
    RegistryData kept =
        readOnly ? RegistryData.openReadOnly(directory) : RegistryData.open(directory);
    Optional<PushTarget> target = readOnly ? Optional.empty() : Optional.of(kept.target());
    if (proxy.isEmpty()) {
      serve(options, directory, kept, target);
      return 0;
    }
    ProxyConfig config = ProxyConfig.load(proxy.get());
    try (var cache = ProxyContent.open(directory.resolve("cache"), config, this::note)) {
      serve(options, directory, new ProxiedContent(kept, cache), target);
    }
    return 0;
  }

  private void serve(
      ServerOptions options, Path directory, ServedContent content, Optional<PushTarget> target)
      throws IOException, InterruptedException {
    try (RegistryServer server = RegistryServer.start(options, content, target, this::log)) {
      Thread stop = Thread.ofPlatform().unstarted(() -> close(server));
      Runtime.getRuntime().addShutdownHook(stop);
      context.console().tell("serving " + directory + " on " + listen.url(server.address()));
      new CountDownLatch(1).await();
    }
  }

  /** What the cache has to say. */
  private void note(String line) {
    if (!quiet) {
      context.console().tell(Instant.now().truncatedTo(ChronoUnit.MILLIS) + " " + line);
    }
  }

  private void close(RegistryServer server) {
    try {
      server.close();
    } catch (IOException e) {
      context.console().warn("the server did not stop well: " + e.getMessage());
    }
  }

  private void log(Access access) {
    if (!quiet
        || access.status() >= 500
        || (access.status() < 400 && access.failure().isPresent())) {
      context.console().tell(Instant.now().truncatedTo(ChronoUnit.MILLIS) + " " + access);
    }
  }
}
