package io.sealer.share.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.DiskErrors;
import io.sealer.oci.store.Disk;
import io.sealer.oci.store.PathLock;
import io.sealer.share.serve.Condition;
import io.sealer.share.serve.DistributionException;
import io.sealer.share.serve.ErrorCode;
import io.sealer.share.serve.PushTarget;
import io.sealer.share.serve.ReferrerJson;
import io.sealer.share.serve.Repository;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Puts content into the data directory. Everything becomes visible by a rename under the shared
 * lock, and what a step relies on is touched there, so that a garbage collection that runs at the
 * same time spares it.
 */
final class RegistryWriter implements PushTarget {
  private static final int MOST_TOLD = 100;

  private final RegistryData data;
  private final DataLayout layout;
  private final Uploads uploads;
  private final Durable.Syncing syncing;

  RegistryWriter(RegistryData data, DataLayout layout) {
    this(data, layout, Durable::syncFile);
  }

  /** With another way to bring a file's content to the disk, for tests. */
  RegistryWriter(RegistryData data, DataLayout layout, Durable.Syncing syncing) {
    this.data = data;
    this.layout = layout;
    this.uploads = new Uploads(layout);
    this.syncing = syncing;
  }

  @Override
  public String begin(Repository repository) throws IOException {
    return uploads.begin(repository);
  }

  @Override
  public OptionalLong received(Repository repository, String upload) throws IOException {
    return uploads.received(repository, upload);
  }

  @Override
  public long append(Repository repository, String upload, Body body) throws IOException {
    return uploads.append(repository, upload, body);
  }

  @Override
  public void finish(Repository repository, String upload, Body body, Digest digest)
      throws IOException {
    uploads.finish(
        repository, upload, body, digest, (file, size) -> publish(repository, digest, file, size));
  }

  private void publish(Repository repository, Digest digest, Path file, long size)
      throws IOException {
    Path blob = layout.blob(digest);
    if (!has(blob, size)) {
      syncing.sync(file); // most of it before anybody has to wait for us
    }
    try (var _ = PathLock.shared(layout.lock())) {
      if (has(blob, size)) {
        Durable.touch(blob);
      } else {
        Durable.touch(file);
        syncing.sync(file); // what was here before may have been garbage
        Durable.sync(Durable.move(file, blob));
      }
      link(repository, digest);
    }
  }

  private static boolean has(Path blob, long size) throws IOException {
    try {
      return Files.size(blob) == size;
    } catch (NoSuchFileException none) {
      return false;
    }
  }

  /** Under the shared lock. */
  private void link(Repository repository, Digest digest) throws IOException {
    Path directory = layout.repository(repository).resolve(DataLayout.BLOBS);
    Path link = layout.blobLink(repository, digest);
    try {
      Disk.createDirectories(directory);
      if (!Files.exists(link)) {
        Files.createFile(link);
        Durable.sync(directory);
      }
      Durable.touch(link);
    } catch (FileAlreadyExistsException meanwhile) {
      Durable.sync(directory);
      Durable.touch(link);
    } catch (IOException e) {
      throw DiskErrors.explain(e, link);
    }
  }

  @Override
  public boolean cancel(Repository repository, String upload) throws IOException {
    return uploads.cancel(repository, upload);
  }

  @Override
  public boolean mount(Repository into, Digest digest, Optional<Repository> from)
      throws IOException {
    try (var _ = PathLock.shared(layout.lock())) {
      if (!isIn(digest, from)) {
        return false;
      }
      Durable.touch(layout.blob(digest));
      link(into, digest);
      return true;
    } catch (NoSuchFileException lost) {
      return false; // the link was there, the content not
    }
  }

  private boolean isIn(Digest digest, Optional<Repository> from) throws IOException {
    if (from.isPresent()) {
      return Files.exists(layout.blobLink(from.get(), digest));
    }
    if (!Files.exists(layout.blob(digest))) {
      return false;
    }
    for (Repository repository : Repositories.all(layout)) {
      if (Files.exists(layout.blobLink(repository, digest))) {
        return true;
      }
    }
    return false;
  }

  @Override
  public Optional<Digest> putManifest(
      Repository repository,
      Digest digest,
      List<String> tags,
      String mediaType,
      byte[] content,
      Condition condition)
      throws IOException {
    PushedManifest manifest = PushedManifest.read(mediaType, content);
    var changed = new LinkedHashSet<Path>();
    try (var _ = lock(condition)) {
      if (condition.isAny()) {
        condition.require(present(repository, digest, tags));
      }
      require(repository, manifest.blobs());
      keep(layout.blob(digest), content, changed);
      Path link = layout.manifestLink(repository, digest);
      changed.add(Durable.write(layout, link, manifest.mediaType().getBytes(UTF_8)));
      if (manifest.subject().isPresent()) {
        Descriptor referrer = manifest.asReferrer(digest, content.length);
        Path at = layout.referrer(repository, manifest.subject().get(), digest);
        changed.add(Durable.write(layout, at, ReferrerJson.bytes(referrer)));
      }
      for (String tag : tags) {
        byte[] meaning = digest.toString().getBytes(UTF_8);
        changed.add(Durable.write(layout, layout.tag(repository, tag), meaning));
      }
    }
    for (Path directory : changed) {
      Durable.sync(directory);
    }
    return manifest.subject();
  }

  /** What depends on what is there must be alone until it has replaced it. */
  private PathLock.Held lock(Condition condition) throws IOException {
    return condition.isAny() ? PathLock.exclusive(layout.lock()) : PathLock.shared(layout.lock());
  }

  private Optional<Digest> present(Repository repository, Digest digest, List<String> tags)
      throws IOException {
    var found =
        tags.isEmpty()
            ? data.manifest(repository, digest)
            : data.manifest(repository, tags.getFirst());
    return found.map(manifest -> manifest.descriptor().digest());
  }

  private void keep(Path blob, byte[] content, Set<Path> changed) throws IOException {
    if (has(blob, content.length)) {
      Durable.touch(blob);
    } else {
      changed.add(Durable.write(layout, blob, content));
    }
  }

  /** Tells of every blob that is missing, for the client can send them all then. */
  private void require(Repository repository, List<PushedManifest.Part> parts) throws IOException {
    var missing = new ArrayList<DistributionException.Problem>();
    for (PushedManifest.Part part : parts) {
      if (!isHere(repository, part) && missing.size() < MOST_TOLD) {
        missing.add(
            ErrorCode.MANIFEST_BLOB_UNKNOWN.problem(
                "the manifest needs blob " + part.digest() + ", which is not in " + repository,
                "digest",
                part.digest().toString()));
      }
    }
    if (!missing.isEmpty()) {
      throw new DistributionException(missing);
    }
  }

  private boolean isHere(Repository repository, PushedManifest.Part part) throws IOException {
    Path blob = layout.blob(part.digest());
    try {
      Durable.touch(layout.blobLink(repository, part.digest()));
      if (Files.size(blob) != part.size()) {
        throw ErrorCode.MANIFEST_INVALID.because(
            "blob %s has %d bytes, not %d".formatted(part.digest(), Files.size(blob), part.size()),
            "digest",
            part.digest().toString());
      }
      return true;
    } catch (NoSuchFileException none) {
      return false;
    }
  }

  @Override
  public boolean deleteTag(Repository repository, String tag) throws IOException {
    return Files.deleteIfExists(layout.tag(repository, tag));
  }

  @Override
  public boolean deleteManifest(Repository repository, Digest digest) throws IOException {
    try (var _ = PathLock.exclusive(layout.lock())) { // a tag set meanwhile would stay behind
      var found = data.manifest(repository, digest);
      if (found.isEmpty()) {
        return false;
      }
      new ManifestRemoval(layout).remove(repository, digest, found.get());
      return true;
    }
  }

  @Override
  public boolean deleteBlob(Repository repository, Digest digest) throws IOException {
    return Files.deleteIfExists(layout.blobLink(repository, digest));
  }
}
