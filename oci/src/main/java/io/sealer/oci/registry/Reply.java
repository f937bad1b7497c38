package io.sealer.oci.registry;

import io.sealer.oci.registry.http.Response;
import java.net.URI;

/** An answer and the address that gave it after all redirects. */
record Reply(Response response, URI uri) implements AutoCloseable {
  int status() {
    return response.status();
  }

  @Override
  public void close() {
    response.close();
  }
}
