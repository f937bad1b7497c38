@NullMarked
package io.sealer.run.kubernetes;

import org.jspecify.annotations.NullMarked;
