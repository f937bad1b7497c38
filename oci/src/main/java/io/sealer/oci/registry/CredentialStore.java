package io.sealer.oci.registry;

import io.sealer.oci.OciException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Logins of this user. Looked for in this order; the first file that knows the registry counts:
 *
 * <ol>
 *   <li>sealer's own file, {@code ~/.sealer/auth.json} or the one given instead
 *   <li>{@code $REGISTRY_AUTH_FILE}, if set
 *   <li>{@code $DOCKER_CONFIG/config.json}, else {@code ~/.docker/config.json}
 *   <li>{@code $XDG_RUNTIME_DIR/containers/auth.json}, as podman and skopeo keep it
 * </ol>
 *
 * Within a file: the registry's helper ({@code credHelpers}), then {@code auths}, then the general
 * helper ({@code credsStore}). Only sealer's own file is ever written. Thread-safe, also between
 * processes.
 */
public final class CredentialStore implements CredentialSource {
  private final AuthFile own;
  private final List<AuthFile> all;

  /** Reads and writes {@code own}; reads {@code others} after it; finds helpers on {@code path}. */
  public CredentialStore(Path own, List<Path> others, String path) {
    this.own = new AuthFile(own, path);
    this.all = new ArrayList<>(List.of(this.own));
    others.forEach(file -> all.add(new AuthFile(file, path)));
  }

  /** The usual files of the user who runs this process. */
  public static CredentialStore ofUser() {
    return of(System.getenv(), Path.of(System.getProperty("user.home")), Optional.empty());
  }

  /** As {@link #ofUser}, with another file (flag {@code --authfile}) in place of sealer's own. */
  public static CredentialStore ofUser(Path authFile) {
    Path home = Path.of(System.getProperty("user.home"));
    return of(System.getenv(), home, Optional.of(authFile));
  }

  /**
   * As this environment says.
   *
   * @param otherwise the user's home when the environment names none
   */
  static CredentialStore of(Map<String, String> environment, Path otherwise, Optional<Path> own) {
    Path home = directory(environment, "HOME").orElse(otherwise);
    Optional<Path> override = directory(environment, "REGISTRY_AUTH_FILE");
    Path docker = directory(environment, "DOCKER_CONFIG").orElse(home.resolve(".docker"));
    Optional<Path> podman =
        directory(environment, "XDG_RUNTIME_DIR").map(d -> d.resolve("containers/auth.json"));
    List<Path> others =
        Stream.of(override, Optional.of(docker.resolve("config.json")), podman)
            .flatMap(Optional::stream)
            .toList();
    return new CredentialStore(
        own.orElse(home.resolve(".sealer/auth.json")),
        others,
        environment.getOrDefault("PATH", ""));
  }

  private static Optional<Path> directory(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name)).filter(v -> !v.isBlank()).map(Path::of);
  }

  @Override
  public Optional<Credential> find(String registry) throws OciException {
    for (AuthFile file : all) {
      Optional<Credential> found = file.find(registry);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /**
   * Writes down a login after the registry has accepted it; file mode 0600.
   *
   * @throws RegistryException.Unauthorized when the registry refuses it; nothing is written then
   */
  public void login(String registry, Credential.Basic credential, RegistryClient client)
      throws IOException {
    client.verify(registry, credential);
    own.put(registry, credential);
  }

  /** Removes a login from sealer's own file; false when there was none. */
  public boolean logout(String registry) throws IOException {
    return own.remove(registry);
  }

  /** The file of another program that still has a login for the registry; sealer would use it. */
  public Optional<Path> elsewhere(String registry) throws OciException {
    for (AuthFile file : all) {
      if (file != own && file.find(registry).isPresent()) {
        return Optional.of(file.path());
      }
    }
    return Optional.empty();
  }
}
