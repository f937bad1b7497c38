package io.sealer.cli.output;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.image.ClusterImage;
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

  /** All images of a store. */
  public static List<ImageRow> all(ImageStore store) throws IOException {
    var contents = new HashMap<Digest, Map<Digest, Long>>();
    var users = new HashMap<Digest, Integer>();
    List<Named> names = store.names();
    for (Named named : names) {
      Digest digest = named.descriptor().digest();
      if (!contents.containsKey(digest)) {
        Map<Digest, Long> content = present(store, named.descriptor());
        contents.put(digest, content);
        content.keySet().forEach(blob -> users.merge(blob, 1, Integer::sum));
      }
    }
    var rows = new ArrayList<ImageRow>();
    for (Named named : names) {
      rows.add(
          row(store, named, contents.getOrDefault(named.descriptor().digest(), Map.of()), users));
    }
    return rows;
  }

  private static ImageRow row(
      ImageStore store, Named named, Map<Digest, Long> content, Map<Digest, Integer> users)
      throws IOException {
    Descriptor descriptor = named.descriptor();
    ClusterImage image = ClusterImages.read(store, descriptor);
    long size = content.values().stream().mapToLong(Long::longValue).sum();
    long own =
        content.entrySet().stream()
            .filter(blob -> users.getOrDefault(blob.getKey(), 0) < 2)
            .mapToLong(Map.Entry::getValue)
            .sum();
    return new ImageRow(
        named.name().familiar(),
        descriptor.digest().toString(),
        image.rootfs().isEmpty() ? "" : image.rootfs().getFirst().extension().type().text(),
        image.rootfs().stream().map(rootfs -> rootfs.platform().toString()).toList(),
        image.rootfs().stream()
            .findFirst()
            .flatMap(rootfs -> rootfs.config().created())
            .map(Instant::toString)
            .orElse(""),
        size,
        own,
        size - own);
  }

  /** Everything of an image that is in the store, with its size. */
  private static Map<Digest, Long> present(ImageStore store, Descriptor image) throws IOException {
    var content = new HashMap<Digest, Long>();
    for (Descriptor descriptor : Closure.of(store, image).all()) {
      var size = store.size(descriptor.digest());
      if (size.isPresent()) {
        content.put(descriptor.digest(), size.getAsLong());
      }
    }
    return content;
  }
}
