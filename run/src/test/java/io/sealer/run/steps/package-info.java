@NullMarked
package io.sealer.run.steps;

import org.jspecify.annotations.NullMarked;
