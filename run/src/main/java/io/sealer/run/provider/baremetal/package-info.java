/** Hosts that exist already. */
@NullMarked
package io.sealer.run.provider.baremetal;

import org.jspecify.annotations.NullMarked;
