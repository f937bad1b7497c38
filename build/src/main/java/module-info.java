/** Kubefile to cluster image. */
module io.sealer.build {
  requires static org.jspecify;
  requires transitive io.sealer.oci;
  requires io.sealer.helm;
  requires io.sealer.linux;
  requires org.snakeyaml.engine;

  exports io.sealer.build;
  exports io.sealer.build.chart;
  exports io.sealer.build.closure;
  exports io.sealer.build.context;
  exports io.sealer.build.discovery;
  exports io.sealer.build.execute;
  exports io.sealer.build.image;
  exports io.sealer.build.job;
  exports io.sealer.build.kubefile;
  exports io.sealer.build.launch;
  exports io.sealer.build.merge;
  exports io.sealer.build.workload;
}
