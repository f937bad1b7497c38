/**
 * A registry outside of the cluster that holds its images: what lies where in it, how it is
 * reached, and how images get there. Start at {@link io.sealer.run.external.PushImages}.
 */
@NullMarked
package io.sealer.run.external;

import org.jspecify.annotations.NullMarked;
