package io.sealer.share.registry;

import io.sealer.oci.store.PathLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Removes files that are old and not needed, a few under each hold of the exclusive lock. */
final class Sweep {
  private static final int AT_ONCE = 128;

  private final DataLayout layout;
  private final Instant before;
  private final boolean dryRun;
  private final Set<Path> doomed = new HashSet<>();
  private long freed;

  /**
   * @param before files of this time or younger stay
   */
  Sweep(DataLayout layout, Instant before, boolean dryRun) {
    this.layout = layout;
    this.before = before;
    this.dryRun = dryRun;
  }

  /** Bytes freed so far. */
  long freed() {
    return freed;
  }

  /** Whether a dry run would have removed this file. */
  boolean isDoomed(Path file) {
    return doomed.contains(file);
  }

  /** Answers how many were removed. */
  long files(List<Path> files, Predicate<Path> needed) throws IOException {
    List<Path> candidates = files.stream().filter(needed.negate()).toList();
    long removed = 0;
    for (int from = 0; from < candidates.size(); from += AT_ONCE) {
      try (var _ = PathLock.exclusive(layout.lock())) {
        for (Path file : candidates.subList(from, Math.min(from + AT_ONCE, candidates.size()))) {
          removed += remove(file) ? 1 : 0;
        }
      }
    }
    return removed;
  }

  private boolean remove(Path file) throws IOException {
    try {
      var is = Files.readAttributes(file, BasicFileAttributes.class);
      if (!is.lastModifiedTime().toInstant().isBefore(before)) {
        return false;
      }
      if (dryRun) {
        doomed.add(file);
      } else {
        Files.delete(file);
      }
      freed += is.size();
      return true;
    } catch (NoSuchFileException gone) {
      return false;
    }
  }

  /** Uploads that nobody has continued since, and what a crash left. */
  long uploads(Instant since) throws IOException {
    long removed = 0;
    for (Path upload : Links.in(layout.uploads())) {
      List<Path> parts = Links.in(upload);
      if (files(parts, _ -> isYoung(upload, since)) > 0) {
        removed++;
        if (Links.in(upload).isEmpty()) {
          Files.deleteIfExists(upload);
        }
      }
    }
    files(Links.in(layout.temporary()), file -> isYounger(file, since));
    return removed;
  }

  private static boolean isYounger(Path file, Instant since) {
    try {
      return !Files.getLastModifiedTime(file).toInstant().isBefore(since);
    } catch (IOException gone) {
      return true;
    }
  }

  private boolean isYoung(Path upload, Instant since) {
    try {
      Path data = upload.resolve("data");
      Instant last = Files.getLastModifiedTime(data).toInstant();
      return !last.isBefore(since) || !last.isBefore(before);
    } catch (IOException gone) {
      return false;
    }
  }
}
