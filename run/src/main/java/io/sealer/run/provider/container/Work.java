package io.sealer.run.provider.container;

import io.sealer.run.provider.ProviderException;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Work on hosts with files of this machine. */
@FunctionalInterface
interface Work<T> {
  T run() throws IOException, ProviderException, InterruptedException;

  /** Does it; what goes wrong with files is told as a failure of the provider. */
  static <T> T explained(Work<T> work) throws ProviderException, InterruptedException {
    try {
      return work.run();
    } catch (UncheckedIOException | IOException e) {
      throw new ProviderException(
          "hosts on this machine: " + e.getMessage(), "correct it and run the same again", e);
    }
  }
}
