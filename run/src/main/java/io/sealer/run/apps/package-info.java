/**
 * Applications: what is launched, with which commands. Start at {@link
 * io.sealer.run.apps.LaunchPlan}.
 */
@NullMarked
package io.sealer.run.apps;

import org.jspecify.annotations.NullMarked;
