package io.sealer.oci.registry;

import io.sealer.oci.Platform;
import java.util.List;

/**
 * What a pull fetches.
 *
 * @param platforms members of indexes to take; empty takes all. Members without a platform are
 *     always taken, attestations (platform {@code unknown/unknown}) only with all; a platform
 *     without a variant takes every variant
 * @param offline asks no registry: everything must be in the store already
 */
public record PullOptions(List<Platform> platforms, boolean offline) {
  /** Everything, from the registry. */
  public static final PullOptions ALL = new PullOptions(List.of(), false);

  public PullOptions {
    platforms = List.copyOf(platforms);
  }

  /** Only these platforms. */
  public static PullOptions of(Platform... platforms) {
    return new PullOptions(List.of(platforms), false);
  }

  public PullOptions withOffline() {
    return new PullOptions(platforms, true);
  }

  boolean takes(Platform platform) {
    return platforms.isEmpty() || platforms.stream().anyMatch(wanted -> wanted.covers(platform));
  }
}
