package io.sealer.oci.store;

/**
 * What was removed because nobody needs it, or would be.
 *
 * @param blobs number of pieces of content
 * @param bytes what they and abandoned partial downloads take
 */
public record Pruned(int blobs, long bytes) {
  Pruned plus(Pruned more) {
    return new Pruned(blobs + more.blobs, bytes + more.bytes);
  }
}
