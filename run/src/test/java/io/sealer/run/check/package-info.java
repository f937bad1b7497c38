@NullMarked
package io.sealer.run.check;

import org.jspecify.annotations.NullMarked;
