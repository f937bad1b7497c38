package io.sealer.oci.registry;

import io.sealer.oci.Descriptor;

/** A manifest or index as a registry sent it; digest and media type have been checked. */
public final class FetchedManifest {
  private final Descriptor descriptor;
  private final byte[] content;

  FetchedManifest(Descriptor descriptor, byte[] content) {
    this.descriptor = descriptor;
    this.content = content;
  }

  public Descriptor descriptor() {
    return descriptor;
  }

  /** Its bytes, unchanged. */
  public byte[] content() {
    return content.clone();
  }
}
