/** Kernel calls: mounts and namespaces. */
@NullMarked
package io.sealer.linux;

import org.jspecify.annotations.NullMarked;
