/** The few kernel calls we need, through the Foreign Function and Memory API. Knows nobody. */
module io.sealer.linux {
  requires static org.jspecify;

  exports io.sealer.linux;
  exports io.sealer.linux.net;
}
