/** The whole line on real hosts, through the released program. */
@NullMarked
package io.sealer.e2e;

import org.jspecify.annotations.NullMarked;
