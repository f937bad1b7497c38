/**
 * The agent of a cluster host: {@link io.sealer.node.Main} chooses what the command line asks for.
 * Nothing heavy is loaded before it is needed, for the short commands are called often.
 */
@NullMarked
package io.sealer.node;

import org.jspecify.annotations.NullMarked;
