package io.sealer.run.provider;

import java.nio.file.Path;

/**
 * Where a provider works.
 *
 * @param home {@code SEALER_HOME}; hosts are remembered in {@code hosts/CLUSTER} below it
 * @param cache {@code SEALER_CACHE}: what can be made again, shared by all clusters
 */
public record ProviderSite(Path home, Path cache) {
  public ProviderSite {
    home = home.toAbsolutePath().normalize();
    cache = cache.toAbsolutePath().normalize();
  }

  /** Where what is remembered of all clusters lies. */
  public Path hosts() {
    return home.resolve("hosts");
  }
}
