/** Errors of all rooms as text, hint and exit code. */
@NullMarked
package io.sealer.cli.failure;

import org.jspecify.annotations.NullMarked;
