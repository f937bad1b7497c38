package io.sealer.e2e.harness;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What the tests are told from outside. */
public final class Settings {
  /** The version of Kubernetes that the base image is made of. */
  public static final String KUBERNETES = "v1.20.2";

  private Settings() {}

  /** The released program. */
  public static Path program() {
    Path program = Path.of(System.getProperty("sealer.bin", "")).toAbsolutePath();
    if (!Files.isExecutable(program) || Files.isDirectory(program)) {
      throw new IllegalStateException(
          "'" + program + "' cannot be run: give the program with -Dsealer.bin=PATH/bin/sealer");
    }
    return program;
  }

  /** The folder of the whole repository. */
  public static Path repository() {
    return Path.of("..").toAbsolutePath().normalize();
  }

  /** {@code SEALER_CACHE}: shared, because its content takes minutes to make. */
  public static Path cache() {
    return environment("SEALER_CACHE")
        .map(Path::of)
        .orElseGet(() -> cacheRoot().resolve("sealer"))
        .toAbsolutePath();
  }

  private static Path cacheRoot() {
    return environment("XDG_CACHE_HOME")
        .map(Path::of)
        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"));
  }

  /** Below which every workspace lies; a real disk. */
  static Path workspaces() {
    return environment("SEALER_E2E_DIR").map(Path::of).orElse(Path.of("/var/tmp/sealer-e2e"));
  }

  private static Optional<String> environment(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isEmpty());
  }
}
