package io.sealer.cli.command;

import io.sealer.cli.failure.UsageException;
import io.sealer.share.server.ServerOptions;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** Where a server listens and who may come in. */
final class ListenFlags {
  private static final Pattern ADDRESS =
      Pattern.compile("(?:\\[([0-9a-fA-F:.%]+)]|([^:\\[\\]]+)):(\\d{1,5})");

  @Option(
      names = "--addr",
      paramLabel = "HOST:PORT",
      description = "Where to listen (default ${DEFAULT-VALUE}).",
      defaultValue = "127.0.0.1:5000")
  private String address = "";

  @Option(names = "--tls-cert", paramLabel = "FILE", description = "Certificate chain (PEM).")
  private Optional<Path> certificate = Optional.empty();

  @Option(
      names = "--tls-key",
      paramLabel = "FILE",
      description = "Private key (PEM, PKCS #8, mode 0600).")
  private Optional<Path> key = Optional.empty();

  @Option(
      names = "--htpasswd",
      paramLabel = "FILE",
      description = "Users and passwords, as 'htpasswd -B' writes them; changes count at once.")
  private Optional<Path> users = Optional.empty();

  @Option(
      names = "--anonymous",
      description = "Let everybody do everything, also from other machines.")
  private boolean anonymous;

  @Option(
      names = "--max-connections",
      paramLabel = "N",
      defaultValue = "1024",
      description = "Most connections at once (default ${DEFAULT-VALUE}).")
  private int connections = 1;

  ServerOptions options() throws UsageException {
    Matcher parts = ADDRESS.matcher(address);
    if (!parts.matches() || Integer.parseInt(parts.group(3)) > 65_535) {
      throw new UsageException("--addr must be HOST:PORT, got '" + address + "'");
    }
    if (certificate.isPresent() != key.isPresent()) {
      throw new UsageException("--tls-cert and --tls-key belong together");
    }
    if (users.isPresent() && anonymous) {
      throw new UsageException("--htpasswd and --anonymous contradict each other");
    }
    if (connections < 1) {
      throw new UsageException("--max-connections must be at least 1");
    }
    String host = parts.group(1) == null ? parts.group(2) : parts.group(1);
    ServerOptions options =
        ServerOptions.plain(host, Integer.parseInt(parts.group(3))).withConnections(connections);
    if (certificate.isPresent()) {
      options = options.withTls(certificate.get(), key.orElseThrow());
    }
    if (users.isPresent()) {
      options = options.withUsers(users.get());
    }
    return anonymous ? options.withoutUsers() : options;
  }

  /** The address that clients use. */
  String url(InetSocketAddress at) {
    String host = at.getAddress().getHostAddress();
    return (certificate.isPresent() ? "https://" : "http://")
        + (host.contains(":") ? "[" + host + "]" : host)
        + ":"
        + at.getPort();
  }
}
