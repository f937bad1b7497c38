package io.sealer.oci.registry.http;

import java.io.IOException;

/** No connection could be made: unknown name, nobody listens, no route. */
public final class ConnectFailure extends IOException {
  private static final long serialVersionUID = 1L;

  ConnectFailure(String message, IOException cause) {
    super(message, cause);
  }
}
