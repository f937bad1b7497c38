package io.sealer.build.job;

import io.sealer.oci.Platform;
import io.sealer.oci.Reference;
import java.time.Instant;
import java.util.List;

/**
 * What to merge.
 *
 * @param images in the order in which they are launched; fetched when the store lacks them
 * @param names names of the result
 * @param platforms what to merge; empty means every platform that all images have
 * @param overwrite whether the later image wins where images differ, instead of a failure
 * @param created the time written into the image
 */
public record MergeRequest(
    List<Reference> images,
    List<Reference> names,
    List<Platform> platforms,
    boolean overwrite,
    Instant created) {
  public MergeRequest {
    images = List.copyOf(images);
    names = List.copyOf(names);
    platforms = List.copyOf(platforms);
    if (images.size() < 2) {
      throw new IllegalArgumentException("a merge needs two images or more");
    }
  }
}
