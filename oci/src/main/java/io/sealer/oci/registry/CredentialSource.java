package io.sealer.oci.registry;

import io.sealer.oci.OciException;
import java.util.Optional;

/** Where credentials come from. Thread-safe. */
@FunctionalInterface
public interface CredentialSource {
  /** Knows nobody: everything is asked for anonymously. */
  CredentialSource ANONYMOUS = _ -> Optional.empty();

  /**
   * The credential for a registry as written in image names; empty when there is none.
   *
   * @throws OciException when there may be one but it cannot be read
   */
  Optional<Credential> find(String registry) throws OciException;
}
