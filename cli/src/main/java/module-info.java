/** The sealer command: parse, call a room, render. */
module io.sealer.cli {
  requires static org.jspecify;
  requires io.sealer.run;
  requires io.sealer.build;
  requires io.sealer.share;
  requires info.picocli;
}
