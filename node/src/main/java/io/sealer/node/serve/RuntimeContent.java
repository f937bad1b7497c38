package io.sealer.node.serve;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The content store of this host's containerd ({@code blobs/sha256/HEX}, as in an OCI layout). What
 * is linked into it right before containerd wants it, containerd takes for its own instead of
 * asking for the bytes; what it does not take it sweeps out itself. Links need both stores on one
 * file system: elsewhere nothing is given. Thread-safe.
 */
final class RuntimeContent {
  private final Optional<Path> directory;
  private final AgentLog log;
  private volatile boolean apart;

  /**
   * @param directory of the store; empty: there is none
   */
  RuntimeContent(Optional<Path> directory, AgentLog log) {
    this.directory = directory;
    this.log = log;
  }

  /** Whether containerd keeps content there and nothing has stood against links so far. */
  boolean isWithinReach() {
    return !apart && directory.isPresent() && Files.isDirectory(directory.get());
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
      apart = true; // and would be the next time
      log.info("containerd is sent its content, for links are not possible: " + e.getMessage());
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
