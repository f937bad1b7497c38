@NullMarked
package io.sealer.share.flight;

import org.jspecify.annotations.NullMarked;
