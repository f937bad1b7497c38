/** Giving images away: one-file archives, deltas, and a registry server. */
module io.sealer.share {
  requires static org.jspecify;
  requires static org.snakeyaml.engine; // reads the proxy's configuration; the agent has none
  requires transitive io.sealer.oci;
  requires transitive jdk.httpserver;
  requires bcrypt;
  requires com.github.luben.zstd_jni;

  exports io.sealer.share.archive;
  exports io.sealer.share.delta;
  exports io.sealer.share.diff;
  exports io.sealer.share.flight;
  exports io.sealer.share.http;
  exports io.sealer.share.proxy;
  exports io.sealer.share.registry;
  exports io.sealer.share.serve;
  exports io.sealer.share.server;
}
