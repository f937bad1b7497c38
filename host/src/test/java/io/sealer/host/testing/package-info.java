/** An ssh server for tests, of this room and of others. */
@NullMarked
package io.sealer.host.testing;

import org.jspecify.annotations.NullMarked;
