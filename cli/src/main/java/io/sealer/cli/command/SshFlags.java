package io.sealer.cli.command;

import io.sealer.cli.failure.UsageException;
import io.sealer.host.Secret;
import io.sealer.run.clusterfile.Ssh;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/**
 * How hosts are reached. Secrets come from files or the environment; a password as a flag works and
 * warns.
 */
final class SshFlags {
  @Option(
      names = {"-u", "--user"},
      paramLabel = "NAME",
      description = "Login name on the hosts; default root. Others become root with sudo.")
  private Optional<String> user = Optional.empty();

  @Option(
      names = {"-p", "--passwd"},
      paramLabel = "PASSWORD",
      description = "Login password; shows in the process list, prefer SEALER_PASSWORD.")
  private Optional<String> password = Optional.empty();

  @Option(
      names = "--passwd-file",
      paramLabel = "FILE",
      description = "File with the login password.")
  private Optional<Path> passwordFile = Optional.empty();

  @Option(
      names = "--pk",
      paramLabel = "FILE",
      description = "Private key; default those in ~/.ssh.")
  private Optional<Path> key = Optional.empty();

  @Option(
      names = "--pk-passwd",
      paramLabel = "PASSWORD",
      description = "Passphrase of the key; prefer SEALER_KEY_PASSPHRASE.")
  private Optional<String> keyPassword = Optional.empty();

  @Option(names = "--port", paramLabel = "PORT", description = "Port of ssh; default 22.")
  private Optional<Integer> port = Optional.empty();

  Ssh settings(Context context) throws IOException {
    if (password.isPresent() || keyPassword.isPresent()) {
      context
          .console()
          .warn(
              "a password given as a flag shows in the process list; use SEALER_PASSWORD, SEALER_KEY_PASSPHRASE or --passwd-file");
    }
    port.filter(p -> p < 1 || p > 65535).ifPresent(p -> badPort(p));
    if (key.isPresent() && !Files.isReadable(key.get())) {
      throw new UsageException("--pk " + key.get() + " cannot be read");
    }
    Optional<Secret> login = password.map(Secret::of);
    if (login.isEmpty() && passwordFile.isPresent()) {
      login = Optional.of(Secret.ofFile(passwordFile.get()));
    }
    return new Ssh(
        user,
        login.or(() -> variable(context, "SEALER_PASSWORD")),
        key,
        keyPassword.map(Secret::of).or(() -> variable(context, "SEALER_KEY_PASSPHRASE")),
        port,
        variable(context, "SEALER_SUDO_PASSWORD"));
  }

  private static void badPort(int port) {
    throw new UsageException("--port must be between 1 and 65535, got " + port);
  }

  private static Optional<Secret> variable(Context context, String name) {
    return Optional.ofNullable(context.environment().get(name))
        .filter(value -> !value.isEmpty())
        .map(Secret::of);
  }
}
