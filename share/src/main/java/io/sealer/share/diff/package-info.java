/**
 * What differs between two images: files, applications, workload images, and how many bytes bring a
 * host from one to the other. Start at {@link io.sealer.share.diff.ImageDiff}.
 */
@NullMarked
package io.sealer.share.diff;

import org.jspecify.annotations.NullMarked;
