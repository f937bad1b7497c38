package io.sealer.share.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.DiskErrors;
import io.sealer.oci.store.PathLock;
import io.sealer.share.serve.ErrorCode;
import io.sealer.share.serve.PushTarget;
import io.sealer.share.serve.ReferrerJson;
import io.sealer.share.serve.Repository;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
  private final RegistryData data;
  private final DataLayout layout;
  private final Uploads uploads;

  RegistryWriter(RegistryData data, DataLayout layout) {
    this.data = data;
    this.layout = layout;
    this.uploads = new Uploads(layout);
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
  public long append(Repository repository, String upload, OptionalLong start, Body body)
      throws IOException {
    return uploads.append(repository, upload, start, body);
  }

  @Override
  public void finish(
      Repository repository, String upload, OptionalLong start, Body body, Digest digest)
      throws IOException {
    uploads.finish(
        repository,
        upload,
        start,
        body,
        digest,
        (file, size) -> publish(repository, digest, file, size));
  }

  private void publish(Repository repository, Digest digest, Path file, long size)
      throws IOException {
    Path blob = layout.blob(digest);
    if (!has(blob, size)) {
      try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE)) {
        out.force(true);
      } catch (IOException e) {
        throw DiskErrors.explain(e, file);
      }
    }
    try (var _ = PathLock.shared(layout.lock())) {
      if (has(blob, size)) {
        Durable.touch(blob);
      } else {
        Durable.touch(file);
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
    Path link = layout.blobLink(repository, digest);
    try {
      Files.createDirectories(layout.repository(repository).resolve(DataLayout.BLOBS));
      if (!Files.exists(link)) {
        Files.createFile(link);
      }
      Durable.touch(link);
    } catch (FileAlreadyExistsException meanwhile) {
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
      Repository repository, Digest digest, List<String> tags, String mediaType, byte[] content)
      throws IOException {
    PushedManifest manifest = PushedManifest.read(mediaType, content);
    var changed = new LinkedHashSet<Path>();
    try (var _ = PathLock.shared(layout.lock())) {
      for (PushedManifest.Part part : manifest.blobs()) {
        require(repository, part);
        changed.add(layout.repository(repository).resolve(DataLayout.BLOBS));
      }
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

  private void keep(Path blob, byte[] content, Set<Path> changed) throws IOException {
    if (has(blob, content.length)) {
      Durable.touch(blob);
    } else {
      changed.add(Durable.write(layout, blob, content));
    }
  }

  private void require(Repository repository, PushedManifest.Part part) throws IOException {
    Path blob = layout.blob(part.digest());
    try {
      Durable.touch(layout.blobLink(repository, part.digest()));
      if (Files.size(blob) != part.size()) {
        throw ErrorCode.MANIFEST_INVALID.because(
            "blob %s has %d bytes, not %d".formatted(part.digest(), Files.size(blob), part.size()));
      }
    } catch (NoSuchFileException none) {
      throw ErrorCode.MANIFEST_BLOB_UNKNOWN.because(
          "the manifest needs blob " + part.digest() + ", which is not in " + repository);
    }
  }

  @Override
  public boolean deleteTag(Repository repository, String tag) throws IOException {
    return Files.deleteIfExists(layout.tag(repository, tag));
  }

  @Override
  public boolean deleteManifest(Repository repository, Digest digest) throws IOException {
    var found = data.manifest(repository, digest);
    if (found.isEmpty()) {
      return false;
    }
    new ManifestRemoval(layout).remove(repository, digest, found.get());
    return true;
  }

  @Override
  public boolean deleteBlob(Repository repository, Digest digest) throws IOException {
    return Files.deleteIfExists(layout.blobLink(repository, digest));
  }
}
