package io.sealer.oci.store;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.Reference;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A content store with names, on disk an OCI image layout (image-layout.md). Several processes may
 * use it at once.
 */
public interface ImageStore extends ContentStore {
  /** A name and what it stands for. */
  record Named(Reference name, Descriptor descriptor) {}

  /**
   * What a name stands for; a name with a digest answers only when that digest is meant by it or is
   * here as an index or manifest.
   */
  Optional<Descriptor> resolve(Reference name) throws IOException;

  /** Lets a name stand for a manifest or index whose whole content is here. */
  void tag(Reference name, Descriptor descriptor) throws IOException;

  /** Removes a name; false when there was none. Content goes with {@link #prune}. */
  boolean untag(Reference name) throws IOException;

  /** All names, sorted. */
  List<Named> names() throws IOException;

  /**
   * Removes content that no name needs and abandoned partial downloads; running writers of other
   * processes are respected. Answers the bytes freed.
   */
  long prune() throws IOException;

  /** What {@link #prune} would remove if these names were gone; nothing is changed. */
  Pruned prunable(Collection<Reference> without) throws IOException;

  /**
   * Takes back content that was written for something that failed; what a name or another writer
   * needs stays.
   */
  void discard(Set<Digest> written) throws IOException;
}
