/**
 * Carries out instructions: sources become layers, commands run in a sandbox, and what was done
 * once is found again. Start at {@link io.sealer.build.execute.StageBuilder}.
 */
@NullMarked
package io.sealer.build.execute;

import org.jspecify.annotations.NullMarked;
