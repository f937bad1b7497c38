package io.sealer.oci.registry.http;

import java.io.IOException;

/** Whoever answered does not speak HTTP. */
public final class NotHttpException extends IOException {
  private static final long serialVersionUID = 1L;

  NotHttpException() {
    super("the answer is not HTTP");
  }
}
