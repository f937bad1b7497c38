package io.sealer.node.serve;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The content store of this host's containerd ({@code blobs/sha256/HEX}, as in an OCI layout). What
 * is linked into it right before containerd wants it, containerd takes for its own instead of
 * asking for the bytes; what it does not take it sweeps out itself. Links need both stores on one
 * file system: elsewhere nothing is given. After a failure, a full disk perhaps, nothing is given
 * for a minute. Thread-safe.
 */
final class RuntimeContent {
  private static final Duration PAUSE = Duration.ofMinutes(1);

  private final Optional<Path> directory;
  private final AgentLog log;
  private final InstantSource clock;
  private volatile Instant pausedUntil = Instant.MIN;
  private volatile String complaint = "";

  /**
   * @param directory of the store; empty: there is none
   */
  RuntimeContent(Optional<Path> directory, AgentLog log) {
    this(directory, log, InstantSource.system());
  }

  /**
   * @param clock tells when a failure is long enough ago
   */
  RuntimeContent(Optional<Path> directory, AgentLog log, InstantSource clock) {
    this.directory = directory;
    this.log = log;
    this.clock = clock;
  }

  /** Whether containerd keeps content there and nothing has stood against links lately. */
  boolean isWithinReach() {
    return directory.isPresent()
        && !clock.instant().isBefore(pausedUntil)
        && Files.isDirectory(directory.get());
  }

  boolean has(Digest digest) {
    return directory.isPresent() && Files.exists(blob(directory.get(), digest));
  }

  /** Gives a content that lies in this file, complete and verified. */
  void give(Digest digest, Path file) {
    if (!isWithinReach()) {
      return;
    }
    Path blob = blob(directory.orElseThrow(), digest);
    try {
      Files.createDirectories(blob.getParent());
      Files.createLink(blob, file);
    } catch (FileAlreadyExistsException | NoSuchFileException thereOrPruned) {
      return;
    } catch (IOException | UnsupportedOperationException e) {
      pausedUntil = clock.instant().plus(PAUSE);
      complain(e);
    }
  }

  /** Says it once, however often it fails so; two file systems stay two. */
  private void complain(Exception why) {
    String now =
        why instanceof FileSystemException f
            ? String.valueOf(f.getReason())
            : String.valueOf(why.getMessage());
    if (!now.equals(complaint)) {
      complaint = now;
      log.info("containerd is sent its content, for links are not possible: " + now);
    }
  }

  /** Says why parts of a manifest were not given. */
  void cannotBeGiven(Descriptor manifest, IOException why) {
    log.warn("containerd is sent the parts of " + manifest.digest() + ": " + why.getMessage());
  }

  private static Path blob(Path directory, Digest digest) {
    return directory.resolve("blobs").resolve(digest.algorithm()).resolve(digest.hex());
  }
}
