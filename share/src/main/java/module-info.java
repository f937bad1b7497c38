/** Giving images away: one-file archives and serving content. */
module io.sealer.share {
  requires static org.jspecify;
  requires transitive io.sealer.oci;

  exports io.sealer.share.archive;
}
