/**
 * Images in one file: an OCI layout as tar, small documents first, so that whoever reads the stream
 * knows what will come. Start at {@link io.sealer.share.archive.ArchiveWriter} and {@link
 * io.sealer.share.archive.ArchiveReader}.
 */
@NullMarked
package io.sealer.share.archive;

import org.jspecify.annotations.NullMarked;
