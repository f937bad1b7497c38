@NullMarked
package io.sealer.run.external;

import org.jspecify.annotations.NullMarked;
