@NullMarked
package io.sealer.share.serve;

import org.jspecify.annotations.NullMarked;
