/** The sealer command: parse, call a room, render. */
module io.sealer.cli {
  requires static org.jspecify;
  requires io.sealer.run;
  requires io.sealer.build;
  requires io.sealer.share;
  requires io.sealer.linux;
  requires info.picocli;
  requires tools.jackson.databind;
  requires jdk.unsupported;

  exports io.sealer.cli;
  exports io.sealer.cli.command;
  exports io.sealer.cli.environment;
  exports io.sealer.cli.failure;
  exports io.sealer.cli.output;

  opens io.sealer.cli to
      info.picocli,
      tools.jackson.databind;
  opens io.sealer.cli.environment to
      tools.jackson.databind;
  opens io.sealer.cli.output to
      tools.jackson.databind;
  opens io.sealer.cli.command to
      info.picocli,
      tools.jackson.databind;
}
