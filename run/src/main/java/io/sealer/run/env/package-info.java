/**
 * Variables for templates and launch commands: what the image, applications, the Clusterfile and
 * flags say, and what is computed. Start at {@link io.sealer.run.env.Variables}.
 */
@NullMarked
package io.sealer.run.env;

import org.jspecify.annotations.NullMarked;
