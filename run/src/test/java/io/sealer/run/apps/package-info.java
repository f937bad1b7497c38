@NullMarked
package io.sealer.run.apps;

import org.jspecify.annotations.NullMarked;
