package io.sealer.share.archive;

import io.sealer.oci.OciException;
import io.sealer.oci.Progress;
import io.sealer.oci.archive.ImageArchive;
import io.sealer.oci.archive.ImageArchive.Loaded;
import io.sealer.oci.store.ImageStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Loads images of an archive (ours, skopeo's, docker's) into a store. */
public final class ArchiveReader {
  private ArchiveReader() {}

  /**
   * Loads from a stream, such as standard input. Names appear when everything was read and
   * verified, none when anything was wrong.
   *
   * @return what was loaded, in the order of the archive
   */
  public static List<Loaded> load(InputStream in, ImageStore store, Progress progress)
      throws IOException {
    List<Loaded> images = ImageArchive.load(in, store, progress);
    for (Loaded image : images) {
      store.tag(image.name(), image.descriptor());
    }
    return images;
  }

  /** Loads from a file. */
  public static List<Loaded> load(Path file, ImageStore store, Progress progress)
      throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return load(in, store, progress);
    } catch (NoSuchFileException e) {
      throw new OciException(
          "there is no file " + file, "check the path, or give '-' for standard input", e);
    } catch (OciException e) {
      throw new OciException(file + ": " + e.getMessage(), e.hint(), e);
    }
  }
}
