/**
 * Several cluster images as one: layers that they share once, applications and locks united, what
 * contradicts named. Start at {@link io.sealer.build.merge.PlatformMerge}.
 */
@NullMarked
package io.sealer.build.merge;

import org.jspecify.annotations.NullMarked;
