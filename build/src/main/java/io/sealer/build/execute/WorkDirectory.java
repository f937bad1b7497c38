package io.sealer.build.execute;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The directory of caches and work in progress, held as long as a build uses it. Who finds nobody
 * else in it removes what killed builds have left and unpacked layers that no build has used for a
 * week. Several threads and processes may hold it at once.
 */
public final class WorkDirectory implements AutoCloseable {
  private static final Duration UNUSED = Duration.ofDays(7);

  /** Caches that are made anew when missing; their unfinished parts are called {@code new-…}. */
  private static final List<String> CACHES =
      List.of("snapshots", "layers", "steps", "archives", "downloads", "unpacked", "digests");

  private static final Map<Path, WorkDirectory> HELD = new HashMap<>();

  private final Path path;
  private final FileChannel channel;
  private int users;

  private WorkDirectory(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /** Holds the directory, which is made when missing; close it when the build ends. */
  public static WorkDirectory hold(Path directory) throws IOException {
    Path path = Files.createDirectories(directory).toRealPath();
    // The kernel's locks belong to the process, so threads of one JVM share one.
    synchronized (HELD) {
      WorkDirectory held = HELD.get(path);
      if (held == null) {
        held = enter(path);
        HELD.put(path, held);
      }
      held.users++;
      return held;
    }
  }

  @SuppressWarnings("resource") // the channel is closed by the last user
  private static WorkDirectory enter(Path path) throws IOException {
    FileChannel channel =
        FileChannel.open(
            path.resolve("lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    try {
      try (FileLock alone = channel.tryLock()) {
        if (alone != null) {
          clean(path);
        }
      }
      channel.lock(0, Long.MAX_VALUE, true);
      return new WorkDirectory(path, channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static void clean(Path path) throws IOException {
    Directories.delete(path.resolve("run"));
    for (String cache : CACHES) {
      deleteMatching(path.resolve(cache), "new-*", Instant.MAX);
    }
    Instant unused = Instant.now().minus(UNUSED);
    deleteMatching(path.resolve("snapshots"), "*", unused);
    deleteMatching(path.resolve("downloads"), "*", unused);
    deleteMatching(path.resolve("unpacked"), "*", unused);
  }

  private static void deleteMatching(Path directory, String pattern, Instant before)
      throws IOException {
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (DirectoryStream<Path> children = Files.newDirectoryStream(directory, pattern)) {
      for (Path child : children) {
        Instant used = Files.getLastModifiedTime(child, LinkOption.NOFOLLOW_LINKS).toInstant();
        if (used.isBefore(before)) {
          Directories.delete(child);
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    synchronized (HELD) {
      users--;
      if (users == 0) {
        HELD.remove(path);
        channel.close();
      }
    }
  }
}
