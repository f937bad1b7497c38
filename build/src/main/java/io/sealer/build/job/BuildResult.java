package io.sealer.build.job;

import io.sealer.oci.Descriptor;
import io.sealer.oci.image.ClusterImage;

/**
 * What was built.
 *
 * @param descriptor of the image's index
 * @param image what it holds
 * @param executed instructions that were carried out; 0 when everything came from the cache
 * @param cached instructions whose earlier result was used
 */
public record BuildResult(Descriptor descriptor, ClusterImage image, int executed, int cached) {}
