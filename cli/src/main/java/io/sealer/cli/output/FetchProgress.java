package io.sealer.cli.output;

import io.sealer.oci.Progress;
import java.util.Optional;

/**
 * Progress of fetching in the middle of other work: shows itself when the first piece starts, and
 * ends with a sum. Thread-safe.
 */
public final class FetchProgress implements Progress, AutoCloseable {
  private final Console console;
  private Optional<TransferProgress> shown = Optional.empty();

  /** Progress on this console's error stream. */
  public FetchProgress(Console console) {
    this.console = console;
  }

  private synchronized TransferProgress shown() {
    if (shown.isEmpty()) {
      shown = Optional.of(new TransferProgress(console, "fetched"));
    }
    return shown.get();
  }

  @Override
  public void started(String what, long total) {
    shown().started(what, total);
  }

  @Override
  public void advanced(String what, long bytes) {
    shown().advanced(what, bytes);
  }

  @Override
  public void done(String what, boolean reused) {
    shown().done(what, reused);
  }

  /** Prints the sum of what was fetched since the last time, if anything was. */
  public synchronized void finished() {
    shown.ifPresent(TransferProgress::finished);
    shown = Optional.empty();
  }

  @Override
  public synchronized void close() {
    shown.ifPresent(TransferProgress::close);
    shown = Optional.empty();
  }
}
