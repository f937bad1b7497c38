@NullMarked
package io.sealer.run.reset;

import org.jspecify.annotations.NullMarked;
