package io.sealer.oci.store;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.OciException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Mark and sweep, while nobody makes content visible. */
final class Pruner {
  /** How long what an interrupted download left waits to be continued. */
  private static final Duration PATIENCE = Duration.ofDays(1);

  private static final Sweep MEASURE =
      file -> Files.readAttributes(file, BasicFileAttributes.class).size();
  private static final Sweep REMOVE =
      file -> {
        long size = MEASURE.of(file);
        Files.delete(file);
        return size;
      };

  /** What happens to a file that nobody needs; answers its size. */
  private interface Sweep {
    long of(Path file) throws IOException;
  }

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

  /** Removes what nobody needs; the answer says what it was. */
  Pruned prune() throws IOException {
    try (var _ = PathLock.exclusive(layout.pruneLock())) {
      Lease.Others others = lease.others();
      return sweepBlobs(unneeded(Set.of(), others), REMOVE)
          .plus(new Pruned(0, sweepIncoming(others, REMOVE)));
    }
  }

  /** What {@link #prune} would remove if these names were gone; nothing is changed. */
  Pruned plan(Set<String> without) throws IOException {
    try (var _ = PathLock.exclusive(layout.pruneLock())) {
      Lease.Others others = lease.others();
      return sweepBlobs(unneeded(without, others), MEASURE)
          .plus(new Pruned(0, sweepIncoming(others, MEASURE)));
    }
  }

  /** Removes what this store brought of these, as far as nobody needs it. */
  Pruned discard(Set<Digest> written) throws IOException {
    try (var _ = PathLock.exclusive(layout.pruneLock())) {
      Lease.Others others = lease.others();
      Set<Digest> needed = needed(Set.of());
      var doomed = new ArrayList<Path>();
      for (Digest digest : lease.giveUp(written)) {
        Path blob = layout.blob(digest);
        if (!needed.contains(digest) && Files.exists(blob) && !isYoung(blob, others)) {
          doomed.add(blob);
        }
      }
      return sweepBlobs(doomed, REMOVE);
    }
  }

  private Set<Digest> needed(Set<String> without) throws IOException {
    var needed = new HashSet<Digest>();
    var roots = new ArrayList<>(names.entries());
    roots.removeIf(entry -> entry.refName().filter(without::contains).isPresent());
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

  private List<Path> unneeded(Set<String> without, Lease.Others others) throws IOException {
    Set<Digest> needed = needed(without);
    var doomed = new ArrayList<Path>();
    try (DirectoryStream<Path> blobs = Files.newDirectoryStream(layout.blobs())) {
      for (Path blob : blobs) {
        Optional<Digest> digest = digest(blob);
        boolean wanted =
            digest.isPresent() && (needed.contains(digest.get()) || lease.keeps(digest.get()));
        if (!wanted && !isYoung(blob, others)) {
          doomed.add(blob);
        }
      }
    }
    return doomed;
  }

  private static Pruned sweepBlobs(List<Path> doomed, Sweep sweep) throws IOException {
    long freed = 0;
    for (Path blob : doomed) {
      freed += sweep.of(blob);
    }
    return new Pruned(doomed.size(), freed);
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

  private long sweepIncoming(Lease.Others others, Sweep sweep) throws IOException {
    long freed = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(layout.incoming())) {
      for (Path file : files) {
        String name = String.valueOf(file.getFileName());
        if (name.endsWith(".tmp") && !others.own(name)) {
          freed += sweep.of(file);
        } else if (name.endsWith(".part") && isAbandoned(file)) {
          freed += part(file, sweep, name.substring(0, name.length() - ".part".length()));
        }
      }
    }
    return freed;
  }

  private static boolean isAbandoned(Path part) throws IOException {
    try {
      Instant last = Files.getLastModifiedTime(part).toInstant();
      return last.isBefore(Instant.now().minus(PATIENCE));
    } catch (NoSuchFileException finished) {
      return false;
    }
  }

  private long part(Path part, Sweep sweep, String hex) throws IOException {
    Optional<PathLock.Held> lock = PathLock.tryExclusive(layout.incoming().resolve(hex + ".lock"));
    if (lock.isEmpty()) {
      return 0;
    }
    try {
      return isAbandoned(part) ? sweep.of(part) : 0; // somebody may have come back for it meanwhile
    } finally {
      lock.get().remove();
    }
  }
}
