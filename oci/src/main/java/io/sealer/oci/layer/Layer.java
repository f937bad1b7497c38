package io.sealer.oci.layer;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;

/**
 * A layer that was written.
 *
 * @param descriptor of the packed tar file
 * @param diffId digest of the tar file itself, for the image's configuration
 */
public record Layer(Descriptor descriptor, Digest diffId) {}
