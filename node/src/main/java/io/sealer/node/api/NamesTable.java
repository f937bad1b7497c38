package io.sealer.node.api;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.OciException;
import io.sealer.oci.Reference;
import io.sealer.oci.image.ImageLock;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which names a cluster image brings to a host, and what they stand for: what the mirror answers,
 * whether or not the content is on this host.
 *
 * @param image digest of the cluster image's index; a host has one table for each image
 * @param names full names with a tag (or only a digest) and what a registry would answer
 * @param roots other manifests of the image that the host needs, such as the rootfs: what {@code
 *     forget} must not remove while the table is there
 */
public record NamesTable(
    Digest image, SortedMap<Reference, Descriptor> names, List<Descriptor> roots) {
  public NamesTable {
    names = Collections.unmodifiableSortedMap(new TreeMap<>(names));
    roots = List.copyOf(roots);
  }

  /** The names of a lock. */
  public static NamesTable of(Digest image, ImageLock lock, List<Descriptor> roots) {
    var names = new TreeMap<Reference, Descriptor>();
    lock.entries().forEach(entry -> names.put(entry.name(), entry.descriptor()));
    return new NamesTable(image, names, roots);
  }

  /** Standard input of {@link NodeCommands#names}; the same value gives the same bytes. */
  public byte[] toJson() {
    return NamesTableJson.write(this);
  }

  /**
   * Reads {@link #toJson}.
   *
   * @throws OciException when it is malformed; the message says where
   */
  public static NamesTable parse(byte[] json) throws OciException {
    return NamesTableJson.read(json);
  }
}
