/**
 * Runs cluster images on hosts: create, converge, look at and remove clusters. Start at {@link
 * io.sealer.run.Clusters}.
 */
@NullMarked
package io.sealer.run;

import org.jspecify.annotations.NullMarked;
