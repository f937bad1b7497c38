package io.sealer.oci.store;

import io.sealer.oci.Digest;
import io.sealer.oci.OciException;

/** The store does not have this content. */
public final class MissingContentException extends OciException {
  private static final long serialVersionUID = 1L;

  /** Says which content is missing. */
  public MissingContentException(Digest digest) {
    super("content " + digest + " is not in the store", "pull or load the image again");
  }
}
