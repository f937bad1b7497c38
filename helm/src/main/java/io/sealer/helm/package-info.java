/** Charts and releases. Start at {@link io.sealer.helm.Helm}. */
@NullMarked
package io.sealer.helm;

import org.jspecify.annotations.NullMarked;
