package io.sealer.run.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Something happened to a step. One stream of these feeds every display, journal and time line. */
public sealed interface Event {
  /** When, by our clock. */
  Instant time();

  /** The step it is about. */
  Step step();

  /** A step starts. */
  record Started(Instant time, Step step, String reason) implements Event {}

  /** A transfer has come this far, in bytes; {@code total} is 0 when unknown. */
  record Progress(Instant time, Step step, long bytes, long total) implements Event {}

  /** A step succeeded; with what is perhaps not meant. */
  record Done(Instant time, Step step, Duration took, List<String> warnings) implements Event {
    public Done {
      warnings = List.copyOf(warnings);
    }
  }

  /** A step was not run, because of this. */
  record Skipped(Instant time, Step step, String why) implements Event {}

  /** A step failed. */
  record Failed(Instant time, Step step, Duration took, StepFailure failure) implements Event {}
}
