package io.sealer.oci.store;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.OciJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.OptionalLong;

/** The blobs directory: finding, reading, and making content visible. */
final class Blobs {
  private final Layout layout;
  private final Lease lease;

  Blobs(Layout layout, Lease lease) {
    this.layout = layout;
    this.lease = lease;
  }

  /** Most content that is asked for is not here yet: an exception each time would cost more. */
  OptionalLong size(Digest digest) throws IOException {
    Path blob = layout.blob(digest);
    if (!Files.exists(blob)) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Files.size(blob));
    } catch (NoSuchFileException pruned) {
      return OptionalLong.empty();
    }
  }

  InputStream open(Digest digest) throws IOException {
    try {
      return Files.newInputStream(layout.blob(digest));
    } catch (NoSuchFileException e) {
      throw new MissingContentException(digest);
    }
  }

  byte[] read(Descriptor descriptor) throws IOException {
    if (descriptor.size() > OciJson.LIMIT) {
      throw new CorruptContentException(
          descriptor.digest() + " has " + descriptor.size() + " bytes, too many for a document");
    }
    byte[] content;
    try (InputStream in = open(descriptor.digest())) {
      content = in.readNBytes(OciJson.LIMIT + 1);
    }
    if (content.length != descriptor.size()) {
      throw CorruptContentException.size(descriptor, content.length);
    }
    Digest found = Digest.of(content);
    if (!found.equals(descriptor.digest())) {
      throw CorruptContentException.digest(descriptor, found);
    }
    return content;
  }

  /**
   * Whether the content is here and good, as far as can be told quickly; then prune spares it until
   * it is named.
   */
  boolean reuse(Descriptor descriptor) throws IOException {
    if (size(descriptor.digest()).orElse(-1) != descriptor.size()) {
      return false;
    }
    lease.begin();
    try (var _ = PathLock.shared(layout.pruneLock())) {
      if (descriptor.size() <= OciJson.LIMIT) {
        read(descriptor);
      }
      touch(layout.blob(descriptor.digest()));
      lease.keep(descriptor.digest());
      return true;
    } catch (MissingContentException | NoSuchFileException | CorruptContentException gone) {
      return false; // pruned meanwhile, or damaged: to be written again
    }
  }

  /** Makes a complete, verified and synced file visible under its digest. */
  void publish(Path file, Digest digest) throws IOException {
    lease.begin();
    try (var _ = PathLock.shared(layout.pruneLock())) {
      touch(file); // a resumed file can be older than our lease
      lease.keep(digest);
      Path blob = layout.blob(digest);
      if (!Files.exists(blob)) {
        lease.created(digest);
      }
      Files.move(file, blob, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private static void touch(Path file) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
  }
}
