/**
 * Takes back what was written on hosts, by their ledgers, and proves that nothing is left. Start at
 * {@link io.sealer.run.reset.ResetHost}.
 */
@NullMarked
package io.sealer.run.reset;

import org.jspecify.annotations.NullMarked;
