@NullMarked
package io.sealer.run.engine;

import org.jspecify.annotations.NullMarked;
