/**
 * Moving only what is new: which blobs another side lacks, and for layers which chunks of content.
 * A layer is sent as pieces to copy from layers that are there and pieces that are not, and is
 * packed again on arrival to the very same bytes, so that digests and signatures stay valid. Start
 * at {@link io.sealer.share.delta.Delta} (making) and {@link io.sealer.share.delta.DeltaReader}.
 */
@NullMarked
package io.sealer.share.delta;

import org.jspecify.annotations.NullMarked;
