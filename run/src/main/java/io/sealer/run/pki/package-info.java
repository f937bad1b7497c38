/** Certificates that sealer makes itself. Start at {@link io.sealer.run.pki.Authority}. */
@NullMarked
package io.sealer.run.pki;

import org.jspecify.annotations.NullMarked;
