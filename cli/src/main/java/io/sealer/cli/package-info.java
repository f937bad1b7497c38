/** Commands. */
@NullMarked
package io.sealer.cli;

import org.jspecify.annotations.NullMarked;
