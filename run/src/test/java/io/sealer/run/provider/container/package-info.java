@NullMarked
package io.sealer.run.provider.container;

import org.jspecify.annotations.NullMarked;
