package io.sealer.run.provider.container;

import io.sealer.run.provider.ProviderException;
import io.sealer.run.provider.ProviderListener;
import io.sealer.run.provider.ProviderSite;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/**
 * One at a time makes or removes hosts at a site, among threads and processes; ends with the
 * process. Making hosts takes seconds, so clusters need no locks of their own.
 */
final class SiteLock {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private SiteLock() {}

  /** Does the work while no other does any. */
  static <T> T hold(ProviderSite site, ProviderListener listener, Work<T> work)
      throws IOException, ProviderException, InterruptedException {
    Files.createDirectories(site.hosts());
    Path file = site.hosts().resolve(".lock");
    try (var channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      if (!locks(channel)) {
        listener.on("", "waiting for another sealer that makes or removes hosts");
        if (!Await.until(PATIENCE, () -> locks(channel))) {
          throw new ProviderException(
              "another sealer has held %s for %d s".formatted(file, PATIENCE.toSeconds()),
              "see which: fuser -v " + file);
        }
      }
      return work.run();
    }
  }

  private static boolean locks(FileChannel channel) {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
