package io.sealer.cli.command;

import io.sealer.cli.output.Console;
import io.sealer.cli.output.RunProgress;
import io.sealer.run.engine.EventJson;
import io.sealer.run.engine.EventListener;
import picocli.CommandLine.Option;

/** How it is told what happens: to people, or to programs. */
final class EventsFlag {
  @Option(names = "--events", description = "Print what happens as JSON lines on standard output.")
  private boolean lines;

  EventListener listener(Console console, RunProgress progress) {
    return lines ? EventJson.lines(console::print) : progress;
  }
}
