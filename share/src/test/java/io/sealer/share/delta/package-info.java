@NullMarked
package io.sealer.share.delta;

import org.jspecify.annotations.NullMarked;
