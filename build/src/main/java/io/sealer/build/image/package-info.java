/** What a rootfs manifest says, written in one way whoever made its layers. */
@NullMarked
package io.sealer.build.image;

import org.jspecify.annotations.NullMarked;
