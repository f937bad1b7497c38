package io.sealer.share.archive;

import io.sealer.oci.Platform;
import java.util.List;
import java.util.Optional;

/**
 * What goes into an archive and how it lies on disk.
 *
 * @param platforms only these; empty for all. Indexes keep their bytes, so digests stay.
 * @param volume largest size of a file; empty for one file
 */
public record SaveOptions(List<Platform> platforms, Optional<VolumeSize> volume) {
  /** Everything in one file. */
  public static final SaveOptions ALL = new SaveOptions(List.of(), Optional.empty());

  public SaveOptions {
    platforms = List.copyOf(platforms);
  }

  /** Only these platforms. */
  public SaveOptions withPlatforms(List<Platform> only) {
    return new SaveOptions(only, volume);
  }

  /** In volumes of at most this size. */
  public SaveOptions withVolume(VolumeSize size) {
    return new SaveOptions(platforms, Optional.of(size));
  }
}
