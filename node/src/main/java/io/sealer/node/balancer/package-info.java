/**
 * The guard that keeps the way from a host to healthy API servers in the kernel. Start at {@link
 * io.sealer.node.balancer.Guard}.
 */
@NullMarked
package io.sealer.node.balancer;

import org.jspecify.annotations.NullMarked;
