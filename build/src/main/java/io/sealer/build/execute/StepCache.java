package io.sealer.build.execute;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.layer.Layer;
import io.sealer.oci.store.ContentStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * Results of steps under the digest of everything that determined them. An entry whose layer is no
 * longer in the store does not count. Thread-safe, for several processes too.
 */
final class StepCache {
  private final Path directory;
  private final ContentStore store;
  private final boolean enabled;

  StepCache(Path directory, ContentStore store, boolean enabled) throws IOException {
    this.directory = Files.createDirectories(directory);
    this.store = store;
    this.enabled = enabled;
  }

  Optional<Layer> find(Digest key) throws IOException {
    Path file = directory.resolve(key.hex());
    if (!enabled || !Files.exists(file)) {
      return Optional.empty();
    }
    String[] parts = Files.readString(file).strip().split(" ");
    if (parts.length != 4) {
      return Optional.empty();
    }
    Descriptor descriptor =
        Descriptor.of(parts[0], Digest.parse(parts[1]), Long.parseLong(parts[2]));
    return store.has(descriptor.digest())
        ? Optional.of(new Layer(descriptor, Digest.parse(parts[3])))
        : Optional.empty();
  }

  void keep(Digest key, Layer layer) throws IOException {
    Descriptor d = layer.descriptor();
    String line = d.mediaType() + " " + d.digest() + " " + d.size() + " " + layer.diffId() + "\n";
    Path part = Files.createTempFile(directory, "new-", ".part");
    Files.writeString(part, line, StandardCharsets.US_ASCII);
    Files.move(
        part,
        directory.resolve(key.hex()),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }
}
