package io.sealer.cli.output;

import io.sealer.build.job.BuildListener;
import io.sealer.oci.Platform;
import java.time.Duration;

/**
 * Shows how a build goes, a line an instruction and the output of RUN indented below. Thread-safe.
 */
public final class BuildProgress implements BuildListener {
  private static final int WIDTH = 90;

  private final Console console;
  private final FetchProgress fetches;

  /** Progress on this console's error stream; what is fetched meanwhile is summed up in between. */
  public BuildProgress(Console console, FetchProgress fetches) {
    this.console = console;
    this.fetches = fetches;
  }

  @Override
  public void started(Platform platform, int number, int count, String instruction) {
    String text =
        instruction.length() <= WIDTH ? instruction : instruction.substring(0, WIDTH - 3) + "...";
    console.tell("[%s %d/%d] %s".formatted(platform, number, count, text));
  }

  @Override
  public void done(Platform platform, int number, boolean cached, Duration took) {
    fetches.finished();
    if (!cached) {
      console.tell("        done in " + Human.duration(took));
    }
  }

  @Override
  public void output(String line) {
    console.tell("        | " + line);
  }

  @Override
  public void warning(String text) {
    console.warn(text);
  }

  @Override
  public void phase(String text) {
    fetches.finished();
    console.tell(text);
  }
}
