/**
 * The files of a cluster image in a directory of the host: whatever lay there from an earlier image
 * converges. Start at {@link io.sealer.node.rootfs.Rootfs}.
 */
@NullMarked
package io.sealer.node.rootfs;

import org.jspecify.annotations.NullMarked;
