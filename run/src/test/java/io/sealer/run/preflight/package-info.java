@NullMarked
package io.sealer.run.preflight;

import org.jspecify.annotations.NullMarked;
