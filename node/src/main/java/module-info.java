/** The agent on every cluster host. */
module io.sealer.node {
  requires static org.jspecify;
  requires io.sealer.oci;
  requires io.sealer.share;
  requires io.sealer.linux;
}
