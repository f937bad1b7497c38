package io.sealer.oci.registry;

import java.io.InputStream;

/** A blob, or its rest, on its way from a registry. Not verified; closing breaks it off. */
public final class Blob implements AutoCloseable {
  private final Reply reply;
  private final long from;

  Blob(Reply reply, long from) {
    this.reply = reply;
    this.from = from;
  }

  /**
   * Position of the stream's first byte in the blob; 0 when the registry cannot continue in the
   * middle.
   */
  public long from() {
    return from;
  }

  /** The bytes; a broken connection throws, it never just ends. */
  public InputStream stream() {
    return reply.response().body();
  }

  @Override
  public void close() {
    reply.close();
  }
}
