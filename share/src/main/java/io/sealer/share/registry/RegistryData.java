package io.sealer.share.registry;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.DiskErrors;
import io.sealer.oci.OciException;
import io.sealer.oci.store.Disk;
import io.sealer.share.serve.PageRequest;
import io.sealer.share.serve.PushTarget;
import io.sealer.share.serve.ReferrerJson;
import io.sealer.share.serve.Repository;
import io.sealer.share.serve.ServedContent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a registry server keeps. Repositories are separate: a blob is found only where it was pushed
 * or mounted, though its bytes lie on disk once. The registry that a client names (containerd's
 * {@code ns}) does not matter here. Thread-safe; several processes may use one directory.
 */
public final class RegistryData implements ServedContent {
  private static final Duration FRESH = Duration.ofMinutes(1);
  private static final String ANY = "application/octet-stream";

  private final DataLayout layout;
  private final boolean readOnly;

  private RegistryData(DataLayout layout, boolean readOnly) {
    this.layout = layout;
    this.readOnly = readOnly;
  }

  /**
   * Opens a data directory; makes it when there is none.
   *
   * @throws OciException when it cannot be used
   */
  public static RegistryData open(Path directory) throws IOException {
    try {
      Disk.createDirectories(directory);
      var layout = new DataLayout(directory.toRealPath());
      for (Path part :
          List.of(layout.blobs(), layout.repositories(), layout.uploads(), layout.temporary())) {
        Disk.createDirectories(part);
      }
      return new RegistryData(layout, false);
    } catch (IOException e) {
      throw DiskErrors.explain(e, directory);
    }
  }

  /**
   * Opens a data directory that is not to be changed.
   *
   * @throws OciException when there is none
   */
  public static RegistryData openReadOnly(Path directory) throws IOException {
    var layout = new DataLayout(directory.toAbsolutePath());
    if (!Files.isDirectory(layout.repositories())) {
      throw new OciException(
          directory + " is no registry's data directory",
          "serve it once without --read-only, or name the right directory");
    }
    return new RegistryData(layout, true);
  }

  /** Where pushes go; not for data that was opened read-only. */
  public PushTarget target() {
    if (readOnly) {
      throw new IllegalStateException("this registry's data was opened read-only");
    }
    return new RegistryWriter(this, layout);
  }

  /** Removes what nothing needs. */
  public Garbage garbage() {
    return new Garbage(layout);
  }

  @Override
  public Optional<Found> manifest(Repository repository, String tag) throws IOException {
    Optional<Digest> digest = text(layout.tag(repository, tag)).map(Digest::parseAny);
    return digest.isEmpty() ? Optional.empty() : manifest(repository, digest.get());
  }

  @Override
  public Optional<Found> manifest(Repository repository, Digest digest) throws IOException {
    Optional<String> mediaType = text(layout.manifestLink(repository, digest));
    return mediaType.isEmpty() ? Optional.empty() : stored(mediaType.get(), digest);
  }

  @Override
  public Optional<Found> blob(Repository repository, Digest digest) throws IOException {
    Path link = layout.blobLink(repository, digest);
    try {
      Instant used =
          Files.readAttributes(link, BasicFileAttributes.class).lastModifiedTime().toInstant();
      if (!readOnly && used.isBefore(Instant.now().minus(FRESH))) {
        Durable.touch(link); // whoever was told of it may be about to push a manifest
      }
    } catch (NoSuchFileException none) {
      return Optional.empty();
    }
    return stored(ANY, digest);
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

  @Override
  public Optional<PageRequest.Page> tags(Repository repository, PageRequest page)
      throws IOException {
    if (!Repositories.isOne(layout.repository(repository))) {
      return Optional.empty();
    }
    List<Path> tags = Links.in(layout.repository(repository).resolve(DataLayout.TAGS));
    return Optional.of(page.of(tags.stream().map(file -> String.valueOf(file.getFileName()))));
  }

  @Override
  public PageRequest.Page repositories(PageRequest page) throws IOException {
    return page.of(Repositories.all(layout).stream().map(Repository::path));
  }

  @Override
  public List<Descriptor> referrers(Repository repository, Digest subject) throws IOException {
    var referrers = new ArrayList<Descriptor>();
    for (Path file : Links.in(layout.referrers(repository, subject))) {
      read(file).ifPresent(referrers::add);
    }
    referrers.sort(Comparator.comparing(Descriptor::digest));
    return referrers;
  }

  private static Optional<Descriptor> read(Path referrer) throws IOException {
    try {
      return Optional.of(ReferrerJson.read(Files.readAllBytes(referrer)));
    } catch (NoSuchFileException deleted) {
      return Optional.empty(); // since the directory was listed
    }
  }
}
