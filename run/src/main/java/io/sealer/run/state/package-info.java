/**
 * What the operator's machine remembers of clusters. Start at {@link
 * io.sealer.run.state.ClusterHome}.
 */
@NullMarked
package io.sealer.run.state;

import org.jspecify.annotations.NullMarked;
