package io.sealer.cli;

import io.sealer.cli.command.Context;
import io.sealer.cli.environment.Places;
import io.sealer.cli.environment.Version;
import io.sealer.cli.failure.ExitCode;
import io.sealer.cli.output.Console;
import java.util.List;

/** Where the sealer command starts. */
public final class Main {
  private Main() {}

  /** Runs the command line and ends the process with its exit code. */
  public static void main(String[] args) {
    if (Boolean.getBoolean("sealer.training")) {
      System.exit(Training.walk(System.getenv())); // what was recorded is written at Java's own end
    }
    End.with(run(List.of(args)));
  }

  private static int run(List<String> args) {
    // Answered before the command line parser is loaded: "sealer version" is what scripts call
    // most.
    if (args.equals(List.of("version")) || args.equals(List.of("--version"))) {
      System.out.println(Version.current().text());
      return ExitCode.OK;
    }
    Early.begin();
    var environment = System.getenv();
    return new Sealer(
            new Context(Console.ofProcess(environment), Places.of(environment), environment))
        .execute(args);
  }
}
