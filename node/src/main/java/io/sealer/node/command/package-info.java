/**
 * The commands of {@code sealer-node}, one class each: read options, call the room that does the
 * work, print lines that programs can read.
 */
@NullMarked
package io.sealer.node.command;

import org.jspecify.annotations.NullMarked;
