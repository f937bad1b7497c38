package io.sealer.cli.output;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.OciException;
import io.sealer.oci.image.ClusterImage.Rootfs;
import io.sealer.oci.image.ClusterImages;
import io.sealer.oci.store.Closure;
import io.sealer.oci.store.ImageStore;
import io.sealer.oci.store.ImageStore.Named;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A line of {@code sealer images}: the document of contract.md. Sizes in bytes; {@code ownSize} is
 * what removing the image would free.
 */
public record ImageRow(
    String name,
    String digest,
    String type,
    List<String> platforms,
    String created,
    long size,
    long ownSize,
    long sharedSize) {
  /** Type of an image that cannot be read; {@code sealer store check} says what is wrong. */
  private static final String DAMAGED = "damaged";

  /** All images of a store. */
  public static List<ImageRow> all(ImageStore store) throws IOException {
    var contents = new HashMap<Digest, Map<Digest, Long>>();
    var users = new HashMap<Digest, Integer>();
    List<Named> names = store.names();
    for (Named named : names) {
      Digest digest = named.descriptor().digest();
      if (!contents.containsKey(digest)) {
        contents.put(digest, present(store, named.descriptor()));
      }
      // Each name counts: content that another name of the same image needs is shared too.
      contents
          .getOrDefault(digest, Map.of())
          .keySet()
          .forEach(blob -> users.merge(blob, 1, Integer::sum));
    }
    var rows = new ArrayList<ImageRow>();
    for (Named named : names) {
      ImageRow row =
          row(store, named, contents.getOrDefault(named.descriptor().digest(), Map.of()), users);
      if (!row.type().equals(DAMAGED) || isStill(store, named)) {
        rows.add(row);
      }
    }
    return rows;
  }

  /** What cannot be read may have been removed by another process since it was listed. */
  private static boolean isStill(ImageStore store, Named named) throws IOException {
    return store.names().contains(named);
  }

  private static ImageRow row(
      ImageStore store, Named named, Map<Digest, Long> content, Map<Digest, Integer> users)
      throws IOException {
    Descriptor descriptor = named.descriptor();
    long size = content.values().stream().mapToLong(Long::longValue).sum();
    long own =
        content.entrySet().stream()
            .filter(blob -> users.getOrDefault(blob.getKey(), 0) < 2)
            .mapToLong(Map.Entry::getValue)
            .sum();
    List<Rootfs> rootfs = rootfs(store, descriptor);
    return new ImageRow(
        named.name().familiar(),
        descriptor.digest().toString(),
        rootfs.isEmpty() ? DAMAGED : rootfs.getFirst().extension().type().text(),
        rootfs.stream().map(files -> files.platform().toString()).toList(),
        rootfs.stream()
            .findFirst()
            .flatMap(files -> files.config().created())
            .map(Instant::toString)
            .orElse(""),
        size,
        own,
        size - own);
  }

  /** Empty when the image is damaged: the others are listed all the same. */
  private static List<Rootfs> rootfs(ImageStore store, Descriptor image) throws IOException {
    try {
      return ClusterImages.read(store, image).rootfs();
    } catch (OciException damaged) {
      return List.of();
    }
  }

  /** Everything of an image that is in the store, with its size. */
  private static Map<Digest, Long> present(ImageStore store, Descriptor image) throws IOException {
    var content = new HashMap<Digest, Long>();
    for (Descriptor descriptor : parts(store, image)) {
      var size = store.size(descriptor.digest());
      if (size.isPresent()) {
        content.put(descriptor.digest(), size.getAsLong());
      }
    }
    return content;
  }

  private static List<Descriptor> parts(ImageStore store, Descriptor image) throws IOException {
    try {
      return Closure.of(store, image).all();
    } catch (OciException damaged) {
      return List.of(image);
    }
  }
}
