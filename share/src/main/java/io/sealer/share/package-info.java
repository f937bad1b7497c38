/** One-file archives of images. */
@NullMarked
package io.sealer.share;

import org.jspecify.annotations.NullMarked;
