package io.sealer.run.clusterfile;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is launched and how (kind Application).
 *
 * @param name its name
 * @param cmds raw commands instead of applications
 * @param launchApps applications to launch; empty means the image's own choice
 * @param configs changes to single applications
 */
public record ApplicationObject(
    String name, List<String> cmds, Optional<List<String>> launchApps, List<AppConfig> configs) {
  public ApplicationObject {
    cmds = List.copyOf(cmds);
    launchApps = launchApps.map(List::copyOf);
    configs = List.copyOf(configs);
  }

  /**
   * A change to one application.
   *
   * @param name the application
   * @param env environment beyond the image's and the cluster's
   * @param files written or merged before it is launched
   * @param cmds launch commands; empty leaves them unchanged
   * @param removal commands that take it away again; empty leaves that to sealer
   */
  public record AppConfig(
      String name,
      Map<String, String> env,
      List<AppFile> files,
      List<String> cmds,
      List<String> removal) {
    public AppConfig {
      env = Collections.unmodifiableMap(new LinkedHashMap<>(env));
      files = List.copyOf(files);
      cmds = List.copyOf(cmds);
      removal = List.copyOf(removal);
    }
  }

  /** A file of an application: written, or merged into what is there. */
  public record AppFile(String path, String data, boolean merge) {}
}
