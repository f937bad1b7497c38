/** The agent on every cluster host. Others use only its {@code api}. */
module io.sealer.node {
  requires static org.jspecify;
  requires transitive io.sealer.oci;
  requires io.sealer.share;
  requires io.sealer.linux;
  requires jdk.httpserver;

  exports io.sealer.node.api;
}
