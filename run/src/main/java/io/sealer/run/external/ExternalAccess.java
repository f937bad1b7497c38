package io.sealer.run.external;

import io.sealer.host.Secret;
import io.sealer.node.api.AgentPaths;
import io.sealer.node.api.ExternalRegistry;
import io.sealer.oci.OciException;
import io.sealer.oci.registry.Credential;
import io.sealer.oci.registry.CredentialSource;
import io.sealer.oci.registry.Hosts;
import io.sealer.oci.registry.RegistryClient;
import io.sealer.oci.registry.RegistryOptions;
import io.sealer.run.clusterfile.RegistrySpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How this machine and the hosts reach the external registry.
 *
 * @param registry as hosts see it
 * @param authority PEM file on this machine with the authority of its certificate
 */
public record ExternalAccess(ExternalRegistry registry, Optional<Path> authority) {
  /**
   * As a Clusterfile says. A password that it does not have is that of {@code sealer login}.
   *
   * @throws OciException when there is no password for the user, or no file of the authority
   */
  public static ExternalAccess of(RegistrySpec.External spec, CredentialSource logins)
      throws IOException {
    String host = spec.endpoint();
    Optional<Path> authority = spec.authority();
    if (authority.isPresent() && !Files.isReadable(authority.get())) {
      throw new OciException(
          "spec.registry.externalRegistry.ca: cannot read " + authority.get(),
          "give the PEM file of the authority that signed the certificate of " + host);
    }
    Optional<Path> onHosts = authority.map(_ -> AgentPaths.certsOf(host).resolve("ca.crt"));
    var registry = new ExternalRegistry(host, spec.project(), onHosts, login(spec, logins));
    return new ExternalAccess(registry, authority);
  }

  private static Optional<Credential> login(RegistrySpec.External spec, CredentialSource logins)
      throws OciException {
    Optional<String> user = spec.credentials().map(RegistrySpec.Credentials::username);
    Optional<Secret> written = spec.credentials().flatMap(RegistrySpec.Credentials::password);
    if (user.isPresent() && written.isPresent()) {
      return Optional.of(new Credential.Basic(user.get(), written.get().revealText()));
    }
    Optional<Credential> known =
        logins.find(spec.endpoint()).filter(login -> user.isEmpty() || isOf(user.get(), login));
    if (known.isEmpty() && user.isPresent()) {
      throw new OciException(
          "no password for user %s at %s".formatted(user.get(), spec.endpoint()),
          "run 'sealer login %s -u %s', or give the password in spec.registry.externalRegistry"
              .formatted(spec.endpoint(), user.get()));
    }
    return known;
  }

  /** An identity token does not say whose it is. */
  private static boolean isOf(String user, Credential login) {
    return switch (login) {
      case Credential.Basic basic -> basic.user().equals(user);
      case Credential.IdentityToken _ -> true;
    };
  }

  /**
   * A client of this machine for it. The authority also counts for the service that gives tokens
   * for it, which may be another host, as on the hosts.
   */
  RegistryClient client() {
    Hosts hosts = authority.map(Hosts.DEFAULT::withCa).orElse(Hosts.DEFAULT);
    CredentialSource login = asked -> registry.login().filter(_ -> asked.equals(registry.host()));
    return new RegistryClient(RegistryOptions.defaults().withHosts(hosts).withCredentials(login));
  }
}
