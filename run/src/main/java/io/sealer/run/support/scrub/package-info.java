/**
 * Takes secrets out of text that is sent to strangers: those that are known, in whatever way they
 * are written, and what looks like one. Best effort. Time is linear in the length of a line.
 *
 * <p>Start at {@link io.sealer.run.support.scrub.ScrubbedOutput}. Each kind of secret is a class
 * that marks {@link io.sealer.run.support.scrub.Spans} of a line.
 */
@NullMarked
package io.sealer.run.support.scrub;

import org.jspecify.annotations.NullMarked;
