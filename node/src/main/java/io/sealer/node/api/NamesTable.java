package io.sealer.node.api;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.Index;
import io.sealer.oci.OciException;
import io.sealer.oci.OciJson;
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
  private static final String PIN = "image-";

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

  /** Name of the pin that holds the table of this image in a store. */
  public static String pin(Digest image) {
    return PIN + image.hex();
  }

  /** Whether a pin of this name holds a table. */
  public static boolean isPin(String name) {
    return name.startsWith(PIN);
  }

  /** The table as an index: as it lies in the store, where it keeps what it names. */
  public Index toIndex() {
    return NamesTableJson.toIndex(this);
  }

  /**
   * Reads {@link #toIndex}.
   *
   * @throws OciException when it is no names table
   */
  public static NamesTable fromIndex(Index index) throws OciException {
    return NamesTableJson.fromIndex(index);
  }

  /** As a {@link ContentTalk} carries it; the same value gives the same bytes. */
  public byte[] toJson() {
    return OciJson.write(toIndex());
  }

  /**
   * Reads {@link #toJson}.
   *
   * @throws OciException when it is malformed; the message says where
   */
  public static NamesTable parse(byte[] json) throws OciException {
    return fromIndex(OciJson.readIndex(json));
  }
}
