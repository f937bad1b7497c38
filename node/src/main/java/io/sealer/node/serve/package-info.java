/**
 * The running agent: the image mirror on loopback and the listener for other agents. Start at
 * {@link io.sealer.node.serve.Agent}.
 */
@NullMarked
package io.sealer.node.serve;

import org.jspecify.annotations.NullMarked;
