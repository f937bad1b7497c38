package io.sealer.oci.registry.http;

import java.io.IOException;
import java.io.InputStream;

/**
 * The answer to one request. Closing it gives the connection back; a body that was not read to its
 * end costs the connection.
 */
public final class Response implements AutoCloseable {
  /** Is told once that the answer is done with. */
  @FunctionalInterface
  interface Release {
    void release(boolean reusable);
  }

  private final int status;
  private final Headers headers;
  private final FramedBody body;
  private final Release release;
  private boolean closed;

  Response(int status, Headers headers, FramedBody body, Release release) {
    this.status = status;
    this.headers = headers;
    this.body = body;
    this.release = release;
  }

  /** HTTP status code. */
  public int status() {
    return status;
  }

  public Headers headers() {
    return headers;
  }

  /** The body; reading past a connection that broke throws, it never just ends. */
  public InputStream body() {
    return body;
  }

  /** Reads at most this many bytes of the body. */
  public byte[] read(int limit) throws IOException {
    return body.readNBytes(limit);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      release.release(body.finish());
    }
  }
}
