package io.sealer.share.serve;

import io.sealer.oci.Reference;
import java.util.Optional;

/**
 * The repository that a request names.
 *
 * @param registry the registry whose mirror we are, from containerd's parameter {@code ns}; empty
 *     when the client did not say
 * @param path valid path inside the registry
 */
public record Repository(Optional<String> registry, String path) {
  private static final String ANY = "localhost";
  private static final Optional<String> SOME_TAG = Optional.of("x");

  /**
   * @throws IllegalArgumentException when the path or the registry cannot be part of a name
   */
  public Repository {
    new Reference(registry.orElse(ANY), path, SOME_TAG, Optional.empty());
  }

  /** The full name, when the registry is known. */
  public Optional<Reference> tagged(String tag) {
    return registry.map(r -> new Reference(r, path, Optional.of(tag), Optional.empty()));
  }

  @Override
  public String toString() {
    return registry.map(r -> r + "/" + path).orElse(path);
  }
}
