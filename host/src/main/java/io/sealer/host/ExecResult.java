package io.sealer.host;

import java.time.Duration;
import java.util.List;

/**
 * How a command ended.
 *
 * @param exit exit status; 128 plus the signal's number when a signal ended it
 * @param stdout standard output as UTF-8: the last 4 MiB; empty when it was streamed elsewhere
 * @param stderr standard error as UTF-8: the last 1 MiB
 * @param lastLines the last lines of both, at most twenty, in the order in which they came
 * @param truncated whether earlier output was dropped
 * @param took from start to end
 */
public record ExecResult(
    int exit,
    String stdout,
    String stderr,
    List<String> lastLines,
    boolean truncated,
    Duration took) {
  /** Whether the exit status is zero. */
  public boolean ok() {
    return exit == 0;
  }

  /** Standard output in lines. */
  public List<String> lines() {
    return stdout.lines().toList();
  }

  /** Standard output without the white space around it. */
  public String text() {
    return stdout.strip();
  }
}
