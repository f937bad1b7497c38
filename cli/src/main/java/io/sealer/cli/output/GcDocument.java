package io.sealer.cli.output;

import io.sealer.share.registry.Garbage;

/**
 * What {@code registry gc -o json} prints; see {@link Garbage.Result}.
 *
 * @param blobs contents removed
 * @param bytes freed
 * @param links blobs that repositories had without need
 * @param uploads given up
 */
public record GcDocument(long blobs, long bytes, long links, long uploads) {
  /** The document of this result. */
  public static GcDocument of(Garbage.Result result) {
    return new GcDocument(result.blobs(), result.bytes(), result.links(), result.uploads());
  }
}
