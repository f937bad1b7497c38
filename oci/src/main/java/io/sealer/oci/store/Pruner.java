package io.sealer.oci.store;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.OciException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Mark and sweep, while nobody makes content visible. */
final class Pruner {
  /** How long what an interrupted download left waits to be continued. */
  private static final Duration PATIENCE = Duration.ofDays(1);

  private final Layout layout;
  private final Names names;
  private final Pins pins;
  private final Lease lease;
  private final ContentSource content;

  Pruner(Layout layout, Names names, Pins pins, Lease lease, ContentSource content) {
    this.layout = layout;
    this.names = names;
    this.pins = pins;
    this.lease = lease;
    this.content = content;
  }

  long prune() throws IOException {
    try (var _ = PathLock.exclusive(layout.pruneLock())) {
      Lease.Others others = lease.others();
      Set<Digest> needed = needed();
      return sweepBlobs(needed, others) + sweepIncoming(others);
    }
  }

  private Set<Digest> needed() throws IOException {
    var needed = new HashSet<Digest>();
    var roots = new ArrayList<>(names.entries());
    pins.all().values().forEach(index -> roots.addAll(index.manifests()));
    for (Descriptor entry : roots) {
      if (content.has(entry.digest())) {
        addClosure(entry, needed);
      }
    }
    return needed;
  }

  private void addClosure(Descriptor entry, Set<Digest> needed) throws IOException {
    try {
      Closure.of(content, entry).all().forEach(d -> needed.add(d.digest()));
    } catch (OciException e) {
      String name = entry.refName().orElse(entry.digest().toString());
      throw new OciException(
          "cannot tell what " + name + " needs: " + e.getMessage(),
          "remove that name or pull it again, then prune",
          e);
    }
  }

  private long sweepBlobs(Set<Digest> needed, Lease.Others others) throws IOException {
    long freed = 0;
    try (DirectoryStream<Path> blobs = Files.newDirectoryStream(layout.blobs())) {
      for (Path blob : blobs) {
        Optional<Digest> digest = digest(blob);
        boolean wanted =
            digest.isPresent() && (needed.contains(digest.get()) || lease.keeps(digest.get()));
        if (!wanted && !isYoung(blob, others)) {
          freed += remove(blob);
        }
      }
    }
    return freed;
  }

  private static Optional<Digest> digest(Path blob) {
    try {
      return Optional.of(new Digest(String.valueOf(blob.getFileName())));
    } catch (IllegalArgumentException noDigest) {
      return Optional.empty();
    }
  }

  private static boolean isYoung(Path blob, Lease.Others others) throws IOException {
    if (others.since().isEmpty()) {
      return false;
    }
    return !Files.getLastModifiedTime(blob).toInstant().isBefore(others.since().get());
  }

  private long sweepIncoming(Lease.Others others) throws IOException {
    long freed = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(layout.incoming())) {
      for (Path file : files) {
        String name = String.valueOf(file.getFileName());
        if (name.endsWith(".tmp") && !others.own(name)) {
          freed += remove(file);
        } else if (name.endsWith(".part") && isAbandoned(file)) {
          freed += removePart(file, name.substring(0, name.length() - ".part".length()));
        }
      }
    }
    return freed;
  }

  private static boolean isAbandoned(Path part) throws IOException {
    if (!Files.exists(part)) {
      return false;
    }
    Instant last = Files.getLastModifiedTime(part).toInstant();
    return last.isBefore(Instant.now().minus(PATIENCE));
  }

  private long removePart(Path part, String hex) throws IOException {
    Optional<PathLock.Held> lock = PathLock.tryExclusive(layout.incoming().resolve(hex + ".lock"));
    if (lock.isEmpty()) {
      return 0;
    }
    try {
      return remove(part);
    } finally {
      lock.get().remove();
    }
  }

  private static long remove(Path file) throws IOException {
    long size = Files.readAttributes(file, BasicFileAttributes.class).size();
    Files.delete(file);
    return size;
  }
}
