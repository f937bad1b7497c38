/**
 * Values of the OCI image specification. Nothing here does I/O. Start at {@link
 * io.sealer.oci.Reference} and {@link io.sealer.oci.Descriptor}.
 */
@NullMarked
package io.sealer.oci;

import org.jspecify.annotations.NullMarked;
