package io.sealer.oci.store;

import io.sealer.oci.OciException;

/** Content is not what its descriptor says. */
public final class CorruptContentException extends OciException {
  private static final long serialVersionUID = 1L;

  /** Says what was expected and what was found. */
  public CorruptContentException(String message) {
    super(message, "the content was changed on its way or on disk; fetch it again");
  }
}
