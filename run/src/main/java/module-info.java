/** Clusterfile to cluster. */
module io.sealer.run {
  requires static org.jspecify;
  requires transitive io.sealer.host;
  requires transitive io.sealer.oci;
  requires io.sealer.node;
  requires io.sealer.helm;
  requires io.sealer.linux;
  requires org.snakeyaml.engine;
  requires tools.jackson.databind;
  requires org.bouncycastle.provider;
  requires org.bouncycastle.pkix;

  exports io.sealer.run;
  exports io.sealer.run.check;
  exports io.sealer.run.clusterfile;
  exports io.sealer.run.engine;
  exports io.sealer.run.preflight;
  exports io.sealer.run.provider;
  exports io.sealer.run.report;
  exports io.sealer.run.provider.container;

  uses io.sealer.run.provider.Provider;

  provides io.sealer.run.provider.Provider with
      io.sealer.run.provider.baremetal.BaremetalProvider,
      io.sealer.run.provider.container.ContainerProvider;
}
