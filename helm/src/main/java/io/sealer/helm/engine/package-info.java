/** The native Helm library: finding, loading and calling it. */
@NullMarked
package io.sealer.helm.engine;

import org.jspecify.annotations.NullMarked;
