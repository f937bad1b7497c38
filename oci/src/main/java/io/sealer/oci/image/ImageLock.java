package io.sealer.oci.image;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Platform;
import io.sealer.oci.Reference;
import java.util.Comparator;
import java.util.List;

/**
 * Every workload image name and the digest that a registry would answer for it.
 *
 * @param entries sorted by name
 */
public record ImageLock(List<Entry> entries) {
  public ImageLock {
    entries = entries.stream().sorted(Comparator.comparing(Entry::name)).toList();
  }

  /**
   * One name.
   *
   * @param name as the workload writes it, fully qualified
   * @param descriptor what a registry answers: an index or a manifest; its bytes are in the image
   *     as a blob
   * @param platforms which of its platforms are in the image; others were left out
   * @param sources where the name was found
   */
  public record Entry(
      Reference name, Descriptor descriptor, List<Platform> platforms, List<Source> sources) {
    public Entry {
      platforms = List.copyOf(platforms);
      sources = List.copyOf(sources);
    }
  }

  /**
   * A place where a name was found.
   *
   * @param file path in the rootfs or the build context
   * @param line from 1; 0 when the file has no lines, as an archive
   * @param how a word for people: {@code yaml}, {@code imageList}, {@code archive}, {@code helm}
   */
  public record Source(String file, int line, String how) {}
}
