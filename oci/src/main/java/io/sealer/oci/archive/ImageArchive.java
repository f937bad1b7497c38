package io.sealer.oci.archive;

import io.sealer.oci.Descriptor;
import io.sealer.oci.OciException;
import io.sealer.oci.Progress;
import io.sealer.oci.Reference;
import io.sealer.oci.layer.Compression;
import io.sealer.oci.store.ContentStore;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** Reads archives of images straight into a store, without a second copy on disk. */
public final class ImageArchive {
  private ImageArchive() {}

  /** A name that the archive gives to an image whose whole content is in the store now. */
  public record Loaded(Reference name, Descriptor descriptor) {}

  /**
   * Reads an archive; it may be packed with gzip or zstd. Content goes to the store as it comes,
   * each piece verified against its digest; names are the caller's to give. When the archive is cut
   * off, damaged or lacks something, no name is answered, and what came of it is left to prune.
   * Layers of a docker-archive keep their bytes; their manifest is made here, always the same for
   * the same archive.
   *
   * @param in is read to its end and not closed
   * @return the images in the order of the archive, at least one
   * @throws OciException when it is no archive of images; the message says where it is wrong
   */
  public static List<Loaded> load(InputStream in, ContentStore store, Progress progress)
      throws IOException {
    return load(in, store, Members.NONE, Optional.empty(), progress);
  }

  /**
   * The same, with a taker of files that are not an image's, and a name that the user gives.
   *
   * @param name a name for the only image, or one without tag for all; empty to take their own
   */
  public static List<Loaded> load(
      InputStream in, ContentStore store, Members members, Optional<String> name, Progress progress)
      throws IOException {
    var unpacked = new BufferedInputStream(Compression.unpackAny(in), 1 << 17);
    return Naming.apply(entries(unpacked, store, members, progress, true), name);
  }

  static List<Entry> entries(
      InputStream in, ContentStore store, Members members, Progress progress, boolean outer)
      throws IOException {
    var files = new ArchiveFiles(store, members, progress);
    files.readAll(in);
    if (files.document("index.json").isPresent()) {
      List<Entry> images = OciLayout.images(files, store);
      if (named(images) || files.document("manifest.json").isEmpty()) {
        return images;
      }
    }
    if (files.document("manifest.json").isPresent()) {
      return DockerArchive.images(files, store);
    }
    if (outer && MultiArchArchive.is(files)) {
      return MultiArchArchive.images(files, store, progress);
    }
    throw new OciException(
        "this is no archive of images: it has neither index.json nor manifest.json",
        "make one with 'sealer save', 'docker save' or skopeo");
  }

  private static boolean named(List<Entry> images) {
    return images.stream().anyMatch(image -> image.name().isPresent());
  }
}
