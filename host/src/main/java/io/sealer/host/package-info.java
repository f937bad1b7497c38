/** Sessions with machines. */
@NullMarked
package io.sealer.host;

import org.jspecify.annotations.NullMarked;
