@NullMarked
package io.sealer.linux.net;

import org.jspecify.annotations.NullMarked;
