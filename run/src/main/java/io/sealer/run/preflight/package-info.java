/**
 * Judges hosts before anything is changed on them: every problem of every host in one table. Start
 * at {@link io.sealer.run.preflight.Preflight}.
 */
@NullMarked
package io.sealer.run.preflight;

import org.jspecify.annotations.NullMarked;
