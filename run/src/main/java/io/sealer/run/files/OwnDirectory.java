package io.sealer.run.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A directory of this process for one piece of work, readable by its owner only. It goes when
 * closed; those of processes that were killed go when the next one is made, for they may hold
 * secrets.
 *
 * @param path an empty directory
 */
public record OwnDirectory(Path path) implements AutoCloseable {
  private static final Pattern NAME = Pattern.compile("of-(\\d{1,18})-.*");

  /** A new one. */
  public static OwnDirectory in(Path parent) throws IOException {
    Files.createDirectories(parent);
    for (Path other : children(parent)) {
      if (isOrphan(other)) {
        remove(other);
      }
    }
    String name = "of-%d-".formatted(ProcessHandle.current().pid());
    return new OwnDirectory(Files.createTempDirectory(parent, name));
  }

  private static List<Path> children(Path parent) throws IOException {
    try (Stream<Path> all = Files.list(parent)) {
      return all.toList();
    }
  }

  private static boolean isOrphan(Path directory) {
    Matcher name = NAME.matcher(String.valueOf(directory.getFileName()));
    return name.matches() && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty();
  }

  /** Whoever else removes it at the same time does the same. */
  private static void remove(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (UncheckedIOException e) {
      if (Files.exists(directory)) {
        throw e.getCause();
      }
    }
  }

  @Override
  public void close() throws IOException {
    remove(path);
  }
}
