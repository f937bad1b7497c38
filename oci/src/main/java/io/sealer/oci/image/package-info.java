/**
 * Cluster images: the meaning of what the manifests say. Start at {@link
 * io.sealer.oci.image.ClusterImage}.
 */
@NullMarked
package io.sealer.oci.image;

import org.jspecify.annotations.NullMarked;
