@NullMarked
package io.sealer.node.rootfs;

import org.jspecify.annotations.NullMarked;
