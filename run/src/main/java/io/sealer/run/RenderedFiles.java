package io.sealer.run;

import io.sealer.host.Facts;
import io.sealer.oci.Platform;
import io.sealer.oci.image.Application;
import io.sealer.oci.image.ClusterImage;
import io.sealer.oci.image.Extension;
import io.sealer.run.apps.Launch;
import io.sealer.run.clusterfile.ClusterHost;
import io.sealer.run.clusterfile.Clusterfile;
import io.sealer.run.env.Variables;
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
import java.util.Set;
import java.util.TreeSet;

/**
 * What the Clusterfile makes of the image's files, for each host of the cluster.
 *
 * @param image what the image says of itself
 * @param overlays files above those of the image, by address
 * @param first the files of the first master, where applications are launched
 * @param warnings what is perhaps not meant
 */
record RenderedFiles(
    RunEnvironment environment,
    Extension image,
    Map<String, Overlay> overlays,
    HostFiles first,
    List<HostProblem> warnings) {

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
    return new RenderedFiles(
        environment, Preparation.extension(image), overlays, first, warnings(file, first));
  }

  private static Platform platform(Map<String, Facts> facts, ClusterHost host) {
    return Optional.ofNullable(facts.get(host.address())).map(Wish::platform).orElseThrow();
  }

  private static List<HostProblem> warnings(Clusterfile file, HostFiles files) {
    var all = new ArrayList<HostProblem>();
    for (String name : computed(file)) {
      String problem = "variable " + name + " is computed; what is set for it has no effect";
      all.add(HostProblem.warning("Clusterfile", "env", problem, "use another name"));
    }
    file.warnings()
        .forEach(w -> all.add(HostProblem.warning("Clusterfile", "version", w, "write it anew")));
    file.withoutEffect()
        .forEach(w -> all.add(HostProblem.warning("Clusterfile", "registry", w, "leave it out")));
    files
        .warnings()
        .forEach(w -> all.add(HostProblem.warning("Clusterfile", "config", w, "check the path")));
    return List.copyOf(all);
  }

  private static Set<String> computed(Clusterfile file) {
    var names = new TreeSet<>(file.cluster().env().keySet());
    file.cluster().groups().forEach(group -> names.addAll(group.env().keySet()));
    names.retainAll(Variables.COMPUTED);
    return names;
  }

  /** Launches from an image, which run again when files of their application change. */
  List<Launch> launches(List<Launch> launches, String from) {
    return launches.stream().map(l -> withFiles(l).of(from, content(l))).toList();
  }

  private Launch withFiles(Launch launch) {
    Optional<Application> app =
        image.applications().stream().filter(a -> a.name().equals(launch.name())).findFirst();
    return launch.method() instanceof Launch.Method.Chart && app.isPresent()
        ? launch.by(new Launch.Method.Chart(first.of(app.get()), environment.cache()))
        : launch;
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
