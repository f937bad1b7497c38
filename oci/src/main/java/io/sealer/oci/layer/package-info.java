/** Layers: deterministic writing, safe unpacking. */
@NullMarked
package io.sealer.oci.layer;

import org.jspecify.annotations.NullMarked;
