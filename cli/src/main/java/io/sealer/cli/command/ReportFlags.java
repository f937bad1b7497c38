package io.sealer.cli.command;

import io.sealer.run.report.RunRecorder;
import io.sealer.run.report.TimelinePage;
import io.sealer.run.report.TraceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Files that tell where the time of a run went; written also when it fails. */
final class ReportFlags {
  @Option(
      names = "--timeline",
      paramLabel = "FILE.html",
      description = "Write a page that shows where the time went, host by host.")
  private Optional<Path> timeline = Optional.empty();

  @Option(
      names = "--trace",
      paramLabel = "FILE.json",
      description = "Write a trace file for Perfetto or chrome://tracing.")
  private Optional<Path> trace = Optional.empty();

  void write(String cluster, RunRecorder run) throws IOException {
    if (timeline.isPresent()) {
      Files.writeString(timeline.get(), TimelinePage.text("sealer: cluster " + cluster, run));
    }
    if (trace.isPresent()) {
      Files.writeString(trace.get(), TraceFile.text(run));
    }
  }
}
