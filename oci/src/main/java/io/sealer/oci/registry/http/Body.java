package io.sealer.oci.registry.http;

import io.sealer.oci.store.ContentStore;
import java.io.ByteArrayInputStream;

/**
 * What a request sends.
 *
 * @param length bytes, known in advance
 * @param source opened afresh for every attempt
 */
public record Body(long length, ContentStore.Source source) {
  /** These bytes. */
  public static Body of(byte[] content) {
    return new Body(content.length, () -> new ByteArrayInputStream(content));
  }
}
