package io.sealer.oci.image;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An application of a cluster image; its files lie under {@code application/apps/NAME/} of the
 * rootfs.
 *
 * @param name unique in the image
 * @param kind what it is made of
 * @param files launch files, relative to the application's directory
 * @param env the application's environment
 * @param cmds commands of APPCMDS; empty means the default of the kind
 */
public record Application(
    String name, AppKind kind, List<String> files, Map<String, String> env, List<String> cmds) {
  public Application {
    files = List.copyOf(files);
    env = Collections.unmodifiableMap(new LinkedHashMap<>(env));
    cmds = List.copyOf(cmds);
  }

  /** Where its files lie in the rootfs. */
  public String directory() {
    return "application/apps/" + name;
  }
}
