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

  /** Progress on this console's error stream. */
  public BuildProgress(Console console) {
    this.console = console;
  }

  @Override
  public void started(Platform platform, int number, int count, String instruction) {
    String text =
        instruction.length() <= WIDTH ? instruction : instruction.substring(0, WIDTH - 3) + "...";
    console.tell("[%s %d/%d] %s".formatted(platform, number, count, text));
  }

  @Override
  public void done(Platform platform, int number, boolean cached, Duration took) {
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
    console.tell(text);
  }
}
