@NullMarked
package io.sealer.share.proxy;

import org.jspecify.annotations.NullMarked;
