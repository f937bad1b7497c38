/**
 * Reaching machines: sessions over ssh or on this machine, commands, files, facts. Knows nobody.
 */
module io.sealer.host {
  requires static org.jspecify;
  requires com.jcraft.jsch;

  exports io.sealer.host;
}
