/** Hundreds of simulated hosts: what may grow with their number, and what may not. */
@NullMarked
package io.sealer.run.scale;

import org.jspecify.annotations.NullMarked;
