package io.sealer.cli.command;

import io.sealer.oci.registry.CredentialStore;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sealer logout}. */
@Command(
    name = "logout",
    description = "Forget the login of a registry.",
    footer = {"", "Example:", "  sealer logout registry.example.com"})
public final class LogoutCommand implements Callable<Integer> {
  private final Context context;
  @Mixin private final RegistryFlags registry = new RegistryFlags();

  @Parameters(paramLabel = "REGISTRY", description = "Host, with port if any.")
  private String host = "";

  /** A command in this context. */
  public LogoutCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    CredentialStore credentials = registry.credentials(context);
    boolean removed = credentials.logout(host);
    context.console().tell(removed ? "logged out of " + host : "there was no login for " + host);
    var elsewhere = credentials.elsewhere(host);
    if (elsewhere.isPresent()) {
      context
          .console()
          .warn(elsewhere.get() + " still has a login for " + host + ", which sealer would use");
    }
    return 0;
  }
}
