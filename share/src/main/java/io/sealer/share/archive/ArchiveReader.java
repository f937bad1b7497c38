package io.sealer.share.archive;

import io.sealer.oci.OciException;
import io.sealer.oci.Progress;
import io.sealer.oci.archive.ImageArchive;
import io.sealer.oci.archive.ImageArchive.Loaded;
import io.sealer.oci.store.DiskStore;
import io.sealer.share.delta.DeltaReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Loads images of an archive (ours, skopeo's, docker's, the Go sealer's) into a store. */
public final class ArchiveReader {
  private ArchiveReader() {}

  /** The same as with a name, all images keeping their own. */
  public static List<Loaded> load(InputStream in, DiskStore store, Progress progress)
      throws IOException {
    return load(in, store, Optional.empty(), progress);
  }

  /** Loads from a file, all images keeping their own names. */
  public static List<Loaded> load(Path file, DiskStore store, Progress progress)
      throws IOException {
    return load(file, store, Optional.empty(), progress);
  }

  /**
   * Loads from a stream, such as standard input. Names appear when everything was read and
   * verified; when anything is wrong, the store is left as it was. A delta needs what it is made on
   * top of to be in the store.
   *
   * @param name a name for the only image, or one without tag that all images get; empty to take
   *     the names in the archive
   * @return what was loaded, in the order of the archive
   */
  public static List<Loaded> load(
      InputStream in, DiskStore store, Optional<String> name, Progress progress)
      throws IOException {
    try (var staging = new Staging(store);
        var delta = new DeltaReader(store, staging, progress)) {
      List<Loaded> images = ImageArchive.load(in, staging, delta, name, progress);
      for (Loaded image : images) {
        store.tag(image.name(), image.descriptor());
      }
      return images;
    }
  }

  /**
   * Loads from a file, or from volumes when it is one of them or their file of checksums.
   *
   * @throws OciException when a volume is missing or damaged; the message names it
   */
  public static List<Loaded> load(
      Path file, DiskStore store, Optional<String> name, Progress progress) throws IOException {
    if (Files.isDirectory(file)) {
      throw new OciException(
          file + " is a directory",
          "name the file in it; of volumes, any of them (skopeo copies a layout to an oci-archive:)");
    }
    try {
      Optional<Volumes> volumes = Volumes.of(file.toAbsolutePath());
      if (volumes.isPresent()) {
        return volumes(volumes.get(), store, name, progress);
      }
      try (InputStream in = Files.newInputStream(file)) {
        return load(in, store, name, progress);
      }
    } catch (NoSuchFileException e) {
      throw new OciException(
          "there is no file " + e.getFile(), "check the path, or give '-' for standard input", e);
    } catch (OciException e) {
      throw new OciException(file + ": " + e.getMessage(), e.hint(), e);
    }
  }

  private static List<Loaded> volumes(
      Volumes volumes, DiskStore store, Optional<String> name, Progress progress)
      throws IOException {
    try (var in = new VolumeInput(volumes)) {
      try {
        return load(in, store, name, progress);
      } catch (OciException e) {
        throw in.explain(e);
      }
    }
  }
}
