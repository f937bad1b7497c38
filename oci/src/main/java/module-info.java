/**
 * OCI images: names, digests, manifests, the content store, layers and the registry client. Knows
 * nobody.
 */
module io.sealer.oci {
  requires static org.jspecify;
  requires tools.jackson.databind;
  requires com.github.luben.zstd_jni;

  exports io.sealer.oci;
  exports io.sealer.oci.archive;
  exports io.sealer.oci.image;
  exports io.sealer.oci.json to
      io.sealer.node,
      io.sealer.share;
  exports io.sealer.oci.layer;
  exports io.sealer.oci.registry;
  exports io.sealer.oci.store;
  exports io.sealer.oci.tar;
  exports io.sealer.oci.text;
}
