/** Builds cluster images. */
@NullMarked
package io.sealer.build;

import org.jspecify.annotations.NullMarked;
