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
    var unpacked = new BufferedInputStream(Compression.unpackAny(in), 1 << 17);
    var files = new ArchiveFiles(store, progress);
    files.readAll(unpacked);
    if (files.document("index.json").isPresent()) {
      List<Loaded> loaded = OciLayout.images(files, store);
      if (!loaded.isEmpty()) {
        return loaded;
      }
    }
    if (files.document("manifest.json").isPresent()) {
      return DockerArchive.images(files, store);
    }
    if (files.document("index.json").isPresent()) {
      throw OciLayout.nameless();
    }
    throw new OciException(
        "this is no archive of images: it has neither index.json nor manifest.json",
        "make one with 'sealer save', 'docker save' or skopeo");
  }
}
