package io.sealer.run.provider.container;

import io.sealer.run.provider.ProviderException;
import io.sealer.run.provider.ProviderListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Limits that this machine and all hosts on it share, because they share one kernel. Its defaults
 * are for one system, not for several with a kubelet each; they come back when it restarts.
 */
final class KernelLimits {
  private static final Path INOTIFY = Path.of("/proc/sys/fs/inotify/max_user_instances");
  private static final int INSTANCES = 8192;

  private KernelLimits() {}

  /** Raises what is too low, and says so. */
  static void raise(ProviderListener listener) throws IOException, ProviderException {
    raise(INOTIFY, INSTANCES, listener);
  }

  static void raise(Path limit, int least, ProviderListener listener)
      throws IOException, ProviderException {
    int now = Integer.parseInt(Files.readString(limit).strip());
    if (now >= least) {
      return;
    }
    try {
      Files.writeString(limit, Integer.toString(least));
    } catch (IOException e) {
      throw new ProviderException(
          "%s is %d, too low for several hosts, and cannot be raised".formatted(limit, now),
          "run: echo %d >%s".formatted(least, limit),
          e);
    }
    listener.on("", "raised %s from %d to %d".formatted(limit, now, least));
  }
}
