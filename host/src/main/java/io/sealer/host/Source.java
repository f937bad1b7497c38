package io.sealer.host;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Bytes that can be read from the start more than once: {@link #open()} gives a fresh stream for
 * every attempt, and whoever opened it closes it.
 */
@FunctionalInterface
public interface Source {
  InputStream open() throws IOException;

  /** These bytes. */
  static Source of(byte[] bytes) {
    return () -> new ByteArrayInputStream(bytes);
  }

  /** A file's content. */
  static Source of(Path file) {
    return () -> Files.newInputStream(file);
  }

  /** A secret's text in UTF-8. */
  static Source of(Secret secret) {
    return () -> new ByteArrayInputStream(secret.reveal());
  }
}
