package io.sealer.share.archive;

import io.sealer.oci.Platform;
import io.sealer.oci.Reference;
import java.util.List;
import java.util.Optional;

/**
 * What goes into an archive and how it lies on disk.
 *
 * @param platforms only these; empty for all. Indexes keep their bytes, so digests stay.
 * @param volume largest size of a file; empty for one file
 * @param bases images whose content is left out, for the other side has it
 * @param chunked whether of layers only those chunks go in that the bases lack
 */
public record SaveOptions(
    List<Platform> platforms, Optional<VolumeSize> volume, List<Reference> bases, boolean chunked) {
  /** Everything in one file. */
  public static final SaveOptions ALL =
      new SaveOptions(List.of(), Optional.empty(), List.of(), false);

  public SaveOptions {
    platforms = List.copyOf(platforms);
    bases = List.copyOf(bases);
  }

  /** Only these platforms. */
  public SaveOptions withPlatforms(List<Platform> only) {
    return new SaveOptions(only, volume, bases, chunked);
  }

  /** In volumes of at most this size. */
  public SaveOptions withVolume(VolumeSize size) {
    return new SaveOptions(platforms, Optional.of(size), bases, chunked);
  }

  /** Only the blobs that these images lack. */
  public SaveOptions withBases(List<Reference> there) {
    return new SaveOptions(platforms, volume, there, chunked);
  }

  /** Of layers only the chunks that the bases lack. */
  public SaveOptions withChunks() {
    return new SaveOptions(platforms, volume, bases, true);
  }
}
