package io.sealer.run.apps;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One thing to launch.
 *
 * @param name the application, or {@code commands} for raw commands
 * @param kind kube, shell, kustomize or commands
 * @param commands shell commands, run one after the other in the rootfs on the first master
 * @param objects files whose objects the launch makes; relative to the rootfs
 * @param env environment of the commands
 * @param content digest of what the Clusterfile changed in its files; empty for nothing
 */
public record Launch(
    String name,
    String kind,
    List<String> commands,
    List<String> objects,
    Map<String, String> env,
    String content) {
  public Launch {
    commands = List.copyOf(commands);
    objects = List.copyOf(objects);
    env = Collections.unmodifiableMap(new LinkedHashMap<>(env));
  }

  /** The same with other files. */
  public Launch withContent(String digest) {
    return new Launch(name, kind, commands, objects, env, digest);
  }
}
