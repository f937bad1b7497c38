package io.sealer.oci.registry.http;

import java.io.IOException;

/** What was to be sent could not be read here; the peer is not at fault. */
public final class SourceException extends IOException {
  private static final long serialVersionUID = 1L;

  SourceException(String message) {
    super(message);
  }

  SourceException(IOException cause) {
    super(cause.getMessage(), cause);
  }
}
