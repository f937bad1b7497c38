package io.sealer.cli.command;

import io.sealer.oci.registry.CredentialStore;
import io.sealer.oci.registry.Hosts;
import io.sealer.oci.registry.RegistryClient;
import io.sealer.oci.registry.RegistryOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How registries are reached. */
final class RegistryFlags {
  @Option(
      names = "--plain-http",
      paramLabel = "HOST",
      description = "Speak plain HTTP to this registry (loopback always is). Repeatable.")
  private List<String> plainHttp = List.of();

  @Option(
      names = "--skip-tls-verify",
      paramLabel = "HOST",
      description = "Do not verify this registry's certificate. Repeatable.")
  private List<String> skipVerify = List.of();

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = "Trust this certificate authority (PEM). Repeatable.")
  private List<Path> authorities = List.of();

  @Option(
      names = "--authfile",
      paramLabel = "FILE",
      description =
          "Logins in Docker's config.json format; default ~/.sealer/auth.json, then Docker's and podman's.")
  private Optional<Path> authFile = Optional.empty();

  CredentialStore credentials(Context context) {
    return CredentialStore.ofUser(authFile.orElse(context.places().credentials()));
  }

  RegistryClient client(Context context) {
    Hosts hosts = Hosts.DEFAULT;
    for (String host : plainHttp) {
      hosts = hosts.withPlainHttp(host);
    }
    for (String host : skipVerify) {
      hosts = hosts.withSkipVerify(host);
    }
    for (Path authority : authorities) {
      hosts = hosts.withCa(authority);
    }
    return new RegistryClient(
        RegistryOptions.defaults().withHosts(hosts).withCredentials(credentials(context)));
  }
}
