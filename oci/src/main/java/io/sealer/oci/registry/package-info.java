/** The client side of the OCI distribution specification. */
@NullMarked
package io.sealer.oci.registry;

import org.jspecify.annotations.NullMarked;
