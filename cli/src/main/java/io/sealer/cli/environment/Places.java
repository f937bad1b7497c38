package io.sealer.cli.environment;

import java.nio.file.Path;
import java.util.Map;

/**
 * Where sealer keeps everything; nothing lies elsewhere, so that tests and several users of one
 * machine never meet.
 *
 * @param home {@code SEALER_HOME}: store, clusters, hosts
 * @param userHome the home directory of the user
 * @param cache {@code SEALER_CACHE}: what can be made again
 */
public record Places(Path home, Path userHome, Path cache) {

  /**
   * The places that this environment names; users other than root have their home under {@code
   * ~/.sealer}.
   */
  public static Places of(Map<String, String> environment) {
    Path userHome = Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")));
    Path user = userHome.resolve(".sealer");
    boolean root = "root".equals(System.getProperty("user.name"));
    Path home =
        path(environment, "SEALER_HOME", root ? Path.of("/var/lib/sealer") : user.resolve("home"));
    Path cacheRoot = path(environment, "XDG_CACHE_HOME", userHome.resolve(".cache"));
    return new Places(
        home, userHome, path(environment, "SEALER_CACHE", cacheRoot.resolve("sealer")));
  }

  private static Path path(Map<String, String> environment, String name, Path otherwise) {
    String value = environment.getOrDefault(name, "");
    return (value.isEmpty() ? otherwise : Path.of(value)).toAbsolutePath().normalize();
  }

  /** {@code ~/.sealer}: credentials, known hosts. */
  public Path user() {
    return userHome.resolve(".sealer");
  }

  /** The local image store. */
  public Path store() {
    return home.resolve("store");
  }

  /** Registry credentials of {@code sealer login}. */
  public Path credentials() {
    return user().resolve("auth.json");
  }

  /** Host keys seen so far. */
  public Path knownHosts() {
    return user().resolve("known_hosts");
  }
}
