package io.sealer.share.registry;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.DiskErrors;
import io.sealer.share.serve.Repository;
import io.sealer.share.serve.ServedContent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a registry server keeps. Repositories are separate: a blob is found only where it was pushed
 * or mounted, though its bytes lie on disk once. The registry that a client names (containerd's
 * {@code ns}) does not matter here. Thread-safe; several processes may use one directory.
 */
public final class RegistryData implements ServedContent {
  private final DataLayout layout;

  private RegistryData(DataLayout layout) {
    this.layout = layout;
  }

  /**
   * Opens a data directory; makes it when there is none.
   *
   * @throws io.sealer.oci.OciException when it cannot be used
   */
  public static RegistryData open(Path directory) throws IOException {
    try {
      Files.createDirectories(directory);
      var layout = new DataLayout(directory.toRealPath());
      Files.createDirectories(layout.blobs());
      Files.createDirectories(layout.repositories());
      return new RegistryData(layout);
    } catch (IOException e) {
      throw DiskErrors.explain(e, directory);
    }
  }

  @Override
  public Optional<Found> manifest(Repository repository, String tag) throws IOException {
    Optional<Digest> digest = text(layout.tag(repository, tag)).map(Digest::parse);
    return digest.isEmpty() ? Optional.empty() : manifest(repository, digest.get());
  }

  @Override
  public Optional<Found> manifest(Repository repository, Digest digest) throws IOException {
    Optional<String> mediaType = text(layout.manifestLink(repository, digest));
    return mediaType.isEmpty() ? Optional.empty() : stored(mediaType.get(), digest);
  }

  @Override
  public Optional<Found> blob(Repository repository, Digest digest) throws IOException {
    return Files.exists(layout.blobLink(repository, digest))
        ? stored("application/octet-stream", digest)
        : Optional.empty();
  }

  private Optional<Found> stored(String mediaType, Digest digest) throws IOException {
    Path file = layout.blob(digest);
    try {
      return Optional.of(
          new StoredContent(Descriptor.of(mediaType, digest, Files.size(file)), file));
    } catch (NoSuchFileException lost) {
      return Optional.empty();
    }
  }

  private static Optional<String> text(Path file) throws IOException {
    try {
      return Optional.of(Files.readString(file).strip());
    } catch (NoSuchFileException none) {
      return Optional.empty();
    }
  }
}
