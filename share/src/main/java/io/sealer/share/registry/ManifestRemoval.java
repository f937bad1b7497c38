package io.sealer.share.registry;

import io.sealer.oci.Digest;
import io.sealer.share.serve.DistributionException;
import io.sealer.share.serve.Repository;
import io.sealer.share.serve.ServedContent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Taking a manifest out of a repository, with all that speaks of it. */
final class ManifestRemoval {
  private final DataLayout layout;

  ManifestRemoval(DataLayout layout) {
    this.layout = layout;
  }

  void remove(Repository repository, Digest digest, ServedContent.Found manifest)
      throws IOException {
    for (Path tag : Links.in(layout.repository(repository).resolve(DataLayout.TAGS))) {
      if (standsFor(tag, digest)) {
        Files.deleteIfExists(tag);
      }
    }
    Optional<Digest> subject = subject(manifest);
    if (subject.isPresent()) {
      Files.deleteIfExists(layout.referrer(repository, subject.get(), digest));
    }
    Files.deleteIfExists(layout.manifestLink(repository, digest));
  }

  private static boolean standsFor(Path tag, Digest digest) throws IOException {
    try {
      return Files.readString(tag).strip().equals(digest.toString());
    } catch (NoSuchFileException deleted) {
      return false;
    }
  }

  private static Optional<Digest> subject(ServedContent.Found manifest) throws IOException {
    try (InputStream in = manifest.open(0)) {
      return PushedManifest.read(manifest.descriptor().mediaType(), in.readAllBytes()).subject();
    } catch (DistributionException damaged) {
      return Optional.empty(); // what is damaged can still be deleted
    }
  }
}
