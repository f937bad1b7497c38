/** One class a command: parse, call a room, render. */
@NullMarked
package io.sealer.cli.command;

import org.jspecify.annotations.NullMarked;
