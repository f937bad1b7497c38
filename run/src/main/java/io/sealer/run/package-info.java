/** Runs cluster images on hosts. */
@NullMarked
package io.sealer.run;

import org.jspecify.annotations.NullMarked;
