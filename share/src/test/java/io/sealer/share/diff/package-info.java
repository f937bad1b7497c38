@NullMarked
package io.sealer.share.diff;

import org.jspecify.annotations.NullMarked;
