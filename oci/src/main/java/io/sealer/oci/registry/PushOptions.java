package io.sealer.oci.registry;

import io.sealer.oci.Reference;
import java.util.List;

/**
 * How an image is pushed.
 *
 * @param mountFrom names whose repositories may have blobs already; those in the target's registry
 *     are asked to share them
 * @param allowSparse leaves out members of indexes that are not here, instead of failing; many
 *     registries refuse such an index
 */
public record PushOptions(List<Reference> mountFrom, boolean allowSparse) {
  /** Everything must be here; nothing is mounted. */
  public static final PushOptions DEFAULT = new PushOptions(List.of(), false);

  public PushOptions {
    mountFrom = List.copyOf(mountFrom);
  }

  public PushOptions withMountFrom(List<Reference> names) {
    return new PushOptions(names, allowSparse);
  }

  public PushOptions withAllowSparse() {
    return new PushOptions(mountFrom, true);
  }
}
