/**
 * Layers (OCI layer.md): writing them so that the same files give the same bytes, and unpacking
 * layers of strangers without being led out of the directory. Start at {@link
 * io.sealer.oci.layer.LayerWriter} and {@link io.sealer.oci.layer.LayerReader}.
 */
@NullMarked
package io.sealer.oci.layer;

import org.jspecify.annotations.NullMarked;
