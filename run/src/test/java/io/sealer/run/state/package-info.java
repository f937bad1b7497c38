@NullMarked
package io.sealer.run.state;

import org.jspecify.annotations.NullMarked;
