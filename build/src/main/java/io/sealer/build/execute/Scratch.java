package io.sealer.build.execute;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A directory for one piece of work; it goes when closed, or after a crash with the next build. */
public final class Scratch implements AutoCloseable {
  private final Path directory;

  private Scratch(Path directory) {
    this.directory = directory;
  }

  /** A new one in a work directory. */
  public static Scratch in(Path work) throws IOException {
    Path parent = Files.createDirectories(work.resolve("run"));
    return new Scratch(Files.createTempDirectory(parent, "scratch-"));
  }

  public Path directory() {
    return directory;
  }

  @Override
  public void close() throws IOException {
    Directories.delete(directory);
  }
}
