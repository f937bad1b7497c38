package io.sealer.oci.store;

import io.sealer.oci.Digest;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What one open store has written or found and not named yet. Other processes see a locked file
 * {@code incoming/ID.lease} and spare everything that is younger; the lock ends with the process,
 * also when it is killed. Thread-safe.
 */
final class Lease implements AutoCloseable {
  private static final String SUFFIX = ".lease";

  private final Layout layout;
  private final String id = UUID.randomUUID().toString();
  private final Set<Digest> fresh = ConcurrentHashMap.newKeySet();
  private final Set<Digest> created = ConcurrentHashMap.newKeySet();
  private final AtomicLong counter = new AtomicLong();
  private PathLock.@Nullable Held held;

  Lease(Layout layout) {
    this.layout = layout;
  }

  /** A name for a temporary file that prune removes when this process is gone. */
  Path temporary() throws IOException {
    begin();
    return layout.incoming().resolve(id + "-" + counter.incrementAndGet() + ".tmp");
  }

  /** Starts the lease; call before anything is written. */
  synchronized void begin() throws IOException {
    if (held == null) {
      try (var _ = PathLock.shared(layout.pruneLock())) {
        held = PathLock.exclusive(file());
      }
    }
  }

  private Path file() {
    return layout.incoming().resolve(id + SUFFIX);
  }

  /** Notes content that must not be pruned before it is named. */
  void keep(Digest digest) {
    fresh.add(digest);
  }

  /** Notes content that was not here before this store wrote it. */
  void created(Digest digest) {
    created.add(digest);
  }

  /** Of these, what this store itself brought and nobody has named; they are kept no longer. */
  Set<Digest> giveUp(Set<Digest> digests) {
    var given = new HashSet<>(digests);
    given.retainAll(created);
    created.removeAll(given);
    fresh.removeAll(given);
    return given;
  }

  boolean keeps(Digest digest) {
    return fresh.contains(digest);
  }

  /** Names protect this content from now on. */
  void named(Collection<Digest> digests) {
    fresh.removeAll(digests);
    created.removeAll(digests);
  }

  /** Other stores that are at work. */
  record Others(List<String> ids, Optional<Instant> since) {
    /** Whether a temporary file is theirs. */
    boolean own(String temporary) {
      return ids.stream().anyMatch(temporary::startsWith);
    }
  }

  /** Leases of others; those of processes that are gone are removed. Under the prune lock. */
  Others others() throws IOException {
    var ids = new ArrayList<String>();
    Instant since = null;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(layout.incoming(), "*" + SUFFIX)) {
      for (Path file : files) {
        Optional<PathLock.Held> stale =
            file.equals(file()) ? Optional.empty() : PathLock.tryExclusive(file);
        if (stale.isPresent()) {
          stale.get().remove();
          continue;
        }
        Optional<Instant> started = started(file);
        if (started.isEmpty()) {
          continue;
        }
        String name = String.valueOf(file.getFileName());
        ids.add(name.substring(0, name.length() - SUFFIX.length()));
        if (!file.equals(file()) && (since == null || started.get().isBefore(since))) {
          since = started.get();
        }
      }
    }
    return new Others(ids, Optional.ofNullable(since));
  }

  /** Empty when the lease ended since it was seen: stores close without the prune lock. */
  private static Optional<Instant> started(Path file) throws IOException {
    try {
      return Optional.of(Files.getLastModifiedTime(file).toInstant());
    } catch (NoSuchFileException ended) {
      return Optional.empty();
    }
  }

  @Override
  public synchronized void close() throws IOException {
    fresh.clear();
    created.clear();
    if (held != null) {
      PathLock.Held ending = held;
      held = null;
      ending.remove();
    }
  }
}
