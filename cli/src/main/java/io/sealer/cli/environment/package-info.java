/** What surrounds the process: which build this is, where things lie. */
@NullMarked
package io.sealer.cli.environment;

import org.jspecify.annotations.NullMarked;
