/** What an image's launch commands need, against what the image holds. */
@NullMarked
package io.sealer.build.closure;

import org.jspecify.annotations.NullMarked;
