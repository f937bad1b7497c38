package io.sealer.run;

import io.sealer.host.Facts;
import io.sealer.oci.Platform;
import io.sealer.oci.image.ClusterImage;
import io.sealer.run.apps.Launch;
import io.sealer.run.clusterfile.ClusterHost;
import io.sealer.run.clusterfile.Clusterfile;
import io.sealer.run.files.HostFiles;
import io.sealer.run.files.ImageFiles;
import io.sealer.run.files.Overlay;
import io.sealer.run.preflight.HostProblem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the Clusterfile makes of the image's files, for each host of the cluster.
 *
 * @param overlays files above those of the image, by address
 * @param first the files of the first master, where applications are launched
 * @param warnings what is perhaps not meant
 */
record RenderedFiles(Map<String, Overlay> overlays, HostFiles first, List<HostProblem> warnings) {

  /**
   * Changes and renders files of an image for hosts.
   *
   * @param file the Clusterfile, every host with an address
   * @param facts what each host is, by address
   */
  static RenderedFiles of(
      RunEnvironment environment, Clusterfile file, ClusterImage image, Map<String, Facts> facts)
      throws RunException, IOException {
    var source = new ImageFiles(environment.cache());
    var files = new LinkedHashMap<Platform, HostFiles>();
    var overlays = new LinkedHashMap<String, Overlay>();
    for (ClusterHost host : file.cluster().hosts()) {
      Platform platform = platform(facts, host);
      HostFiles those = files.get(platform);
      if (those == null) {
        ClusterImage.Rootfs rootfs = image.rootfs(platform).orElseThrow();
        those = HostFiles.of(file, rootfs, source, environment.images());
        files.put(platform, those);
      }
      overlays.put(host.address(), those.on(host));
    }
    var problems = new LinkedHashSet<String>();
    files.values().forEach(f -> problems.addAll(f.problems()));
    Preparation.requireValid(List.copyOf(problems));
    HostFiles first = files.values().iterator().next();
    return new RenderedFiles(overlays, first, warnings(first));
  }

  private static Platform platform(Map<String, Facts> facts, ClusterHost host) {
    return Optional.ofNullable(facts.get(host.address())).map(Wish::platform).orElseThrow();
  }

  private static List<HostProblem> warnings(HostFiles files) {
    var all = new ArrayList<HostProblem>();
    files
        .warnings()
        .forEach(w -> all.add(HostProblem.warning("Clusterfile", "config", w, "check the path")));
    return List.copyOf(all);
  }

  /** Launches from an image, which run again when files of their application change. */
  List<Launch> launches(List<Launch> launches, String image) {
    return launches.stream().map(launch -> launch.of(image, content(launch))).toList();
  }

  private String content(Launch launch) {
    String directory = "application/apps/" + launch.name() + "/";
    boolean commands = launch.kind().equals("commands");
    return overlays
        .values()
        .iterator()
        .next()
        .only(path -> path.startsWith(commands ? "application/" : directory))
        .digest();
  }
}
