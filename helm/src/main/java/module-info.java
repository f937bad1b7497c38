/** Helm charts: rendering them, and releases of them in a cluster, by the real Helm engine. */
module io.sealer.helm {
  requires static org.jspecify;
  requires io.sealer.oci;
  requires org.snakeyaml.engine;
  requires tools.jackson.databind;

  exports io.sealer.helm;
}
