/** The agent of a cluster host. */
@NullMarked
package io.sealer.node;

import org.jspecify.annotations.NullMarked;
