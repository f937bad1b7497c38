/** What launch commands would do to a cluster, read from their text without running them. */
@NullMarked
package io.sealer.build.launch;

import org.jspecify.annotations.NullMarked;
