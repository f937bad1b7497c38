package io.sealer.oci.archive;

import java.io.IOException;
import java.io.InputStream;

/** Takes those files of an archive that are not an image's, such as those of deltas. */
@FunctionalInterface
public interface Members {
  /** Takes nothing. */
  Members NONE = (name, size, content) -> false;

  /**
   * Called for every file, in the order of the archive.
   *
   * @param name path without leading dots and slashes
   * @param size bytes of content that the archive claims
   * @return whether the content was read and is not the archive's own
   */
  boolean take(String name, long size, InputStream content) throws IOException;
}
