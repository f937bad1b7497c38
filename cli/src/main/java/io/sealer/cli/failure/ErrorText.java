package io.sealer.cli.failure;

import io.sealer.build.job.BuildException;
import io.sealer.build.kubefile.KubefileException;
import io.sealer.cli.output.Console;
import io.sealer.cli.output.Table;
import io.sealer.host.HostException;
import io.sealer.oci.OciException;
import io.sealer.run.RunException;
import io.sealer.run.clusterfile.ClusterfileException;
import io.sealer.run.engine.StepFailure;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;

/**
 * Turns errors into text: what happened and where, the last lines of what was tried, what to do.
 */
public final class ErrorText {
  private ErrorText() {}

  /** Prints the error and answers the exit code. */
  public static int report(Exception error, Console console, boolean debug) {
    if (error instanceof InterruptedException) {
      console.tell("interrupted; run the same command again to continue");
      return ExitCode.INTERRUPTED;
    }
    switch (error) {
      case RunException.PreflightFailed e -> preflight(e, console);
      case RunException.StepsFailed e -> steps(e, console);
      default -> console.tell(console.paint("31", "error: ") + message(error));
    }
    output(error).forEach(line -> console.tell("  | " + line));
    hint(error).ifPresent(hint -> console.tell("  hint: " + hint));
    if (debug) {
      PrintWriter err = console.err();
      error.printStackTrace(err);
    }
    return switch (error) {
      case KubefileException e -> ExitCode.USAGE;
      case UsageException e -> ExitCode.USAGE;
      case ClusterfileException e -> ExitCode.USAGE;
      case RunException.Invalid e -> ExitCode.USAGE;
      default -> ExitCode.FAILED;
    };
  }

  private static List<String> output(Exception error) {
    return switch (error) {
      case BuildException e -> e.output();
      case HostException e -> e.output();
      default -> List.of();
    };
  }

  /** Every problem of every host in one table. */
  private static void preflight(RunException.PreflightFailed error, Console console) {
    var table = new Table("HOST", "CHECK", "PROBLEM", "WHAT TO DO");
    error
        .problems()
        .forEach(
            p ->
                table.row(
                    p.host(),
                    p.fatal() ? p.check() : p.check() + " (warning)",
                    p.problem(),
                    p.hint()));
    console.tell(console.paint("31", "error: ") + "the hosts are not fit for this run");
    table.lines().forEach(line -> console.tell("  " + line));
  }

  private static void steps(RunException.StepsFailed error, Console console) {
    for (StepFailure failure : error.failures()) {
      console.tell(
          console.paint("31", "error: ")
              + failure.host()
              + ": "
              + failure.step()
              + ": "
              + failure.problem());
      failure.command().ifPresent(command -> console.tell("  command: " + command));
      failure.output().forEach(line -> console.tell("  | " + line));
      if (!failure.hint().isBlank()) {
        console.tell("  hint: " + failure.hint());
      }
    }
  }

  private static String message(Exception error) {
    return switch (error) {
      case NoSuchFileException e -> "no such file: " + e.getFile();
      case AccessDeniedException e -> "permission denied: " + e.getFile();
      case FileSystemException e ->
          e.getFile()
              + ": "
              + Optional.ofNullable(e.getReason()).orElse(e.getClass().getSimpleName());
      case OciException e -> String.valueOf(e.getMessage());
      case HostException e -> String.valueOf(e.getMessage());
      default -> error.getMessage() == null ? error.getClass().getSimpleName() : error.getMessage();
    };
  }

  private static Optional<String> hint(Exception error) {
    String hint =
        switch (error) {
          case OciException e -> e.hint();
          case BuildException e -> e.hint();
          case RunException e -> e.hint();
          case HostException e -> e.hint();
          case AccessDeniedException e ->
              "make it readable for you, or run it as root; if it is sealer's own, point SEALER_HOME at a folder of yours";
          default -> "";
        };
    return hint.isBlank() ? Optional.empty() : Optional.of(hint);
  }
}
