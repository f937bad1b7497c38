@NullMarked
package io.sealer.run.provider;

import org.jspecify.annotations.NullMarked;
