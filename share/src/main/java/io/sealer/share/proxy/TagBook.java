package io.sealer.share.proxy;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.DiskErrors;
import io.sealer.oci.Reference;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What tags stood for when an upstream was asked last: a file for each, its time is when that was.
 * Thread-safe.
 */
record TagBook(Path directory) {
  /**
   * What a tag stood for.
   *
   * @param is the manifest or index
   * @param asked when its upstream said so last
   */
  record Known(Descriptor is, Instant asked) {
    boolean isFresh(Duration within) {
      Duration age = Duration.between(asked, Instant.now());
      return !age.isNegative() && age.compareTo(within) < 0;
    }
  }

  private Path file(Reference name) {
    return directory
        .resolve(name.registry())
        .resolve(name.repository())
        .resolve("_tags")
        .resolve(name.tag().orElseThrow());
  }

  /** The tags of a repository that were asked for so far. */
  List<String> tags(Reference repository) throws IOException {
    var known = new ArrayList<String>();
    Path directory = file(repository.withTag("latest")).resolveSibling("");
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "[!.]*")) {
      files.forEach(file -> known.add(String.valueOf(file.getFileName())));
    } catch (NoSuchFileException none) {
      return List.of();
    }
    return known;
  }

  Optional<Known> find(Reference name) throws IOException {
    Path file = file(name);
    try {
      String[] parts = Files.readString(file).strip().split(" ", 3);
      if (parts.length < 3) {
        return Optional.empty(); // damaged: asked again
      }
      var is = Descriptor.of(parts[2], Digest.parse(parts[0]), Long.parseLong(parts[1]));
      return Optional.of(new Known(is, Files.getLastModifiedTime(file).toInstant()));
    } catch (NoSuchFileException | IllegalArgumentException unknown) {
      return Optional.empty();
    }
  }

  /** The upstream has just said that the tag stands for this, whose content is here. */
  void put(Reference name, Descriptor is) throws IOException {
    Path file = file(name);
    Optional<Known> known = find(name);
    try {
      if (known.isPresent() && known.get().is().equals(is)) {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
        return;
      }
      Path parent = Files.createDirectories(file.resolveSibling("").toAbsolutePath());
      Path fresh = Files.createTempFile(parent, ".new-", "");
      Files.writeString(fresh, is.digest() + " " + is.size() + " " + is.mediaType() + "\n");
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw DiskErrors.explain(e, file);
    }
  }
}
