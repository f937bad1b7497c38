package io.sealer.oci.json;

import java.io.IOException;

/** A document is no JSON, or not of the shape expected. The message says what and where. */
public final class MalformedJsonException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Says where in the document, and what is wrong there. */
  public MalformedJsonException(String where, String problem) {
    super(where + ": " + problem);
  }
}
