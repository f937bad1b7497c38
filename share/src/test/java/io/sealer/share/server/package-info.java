@NullMarked
package io.sealer.share.server;

import org.jspecify.annotations.NullMarked;
