package io.sealer.cli.command;

import io.sealer.oci.OciException;
import io.sealer.oci.registry.Credential;
import io.sealer.oci.registry.RegistryClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sealer login}. */
@Command(
    name = "login",
    description =
        "Check a user name and password at a registry and keep them in ~/.sealer/auth.json (mode 0600).",
    footer = {
      "",
      "Example:",
      "  sealer login registry.example.com -u deploy --password-stdin < password.txt"
    })
public final class LoginCommand implements Callable<Integer> {
  private final Context context;
  @Mixin private final RegistryFlags registry = new RegistryFlags();

  @Parameters(paramLabel = "REGISTRY", description = "Host, with port if any.")
  private String host = "";

  @Option(
      names = {"-u", "--username"},
      required = true,
      paramLabel = "NAME",
      description = "User name.")
  private String user = "";

  @Option(
      names = {"-p", "--passwd"},
      paramLabel = "PASSWORD",
      description = "Password; shows in the process list, prefer --password-stdin.")
  private Optional<String> password = Optional.empty();

  @Option(names = "--password-stdin", description = "Read the password from standard input.")
  private boolean fromInput;

  /** A command in this context. */
  public LoginCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    try (RegistryClient client = registry.client(context)) {
      registry.credentials(context).login(host, new Credential.Basic(user, secret()), client);
    }
    context.console().tell("logged in to " + host);
    return 0;
  }

  private String secret() throws IOException {
    if (password.isPresent()) {
      context
          .console()
          .warn(
              "a password given as a flag shows in the process list; use --password-stdin or SEALER_PASSWORD");
      return password.get();
    }
    String fromEnvironment = context.environment().getOrDefault("SEALER_PASSWORD", "");
    if (!fromInput && !fromEnvironment.isEmpty()) {
      return fromEnvironment;
    }
    if (fromInput) {
      return new String(System.in.readNBytes(1 << 16), StandardCharsets.UTF_8)
          .replaceFirst("\r?\n$", "");
    }
    throw new OciException(
        "no password given", "give it with --password-stdin or in SEALER_PASSWORD");
  }
}
