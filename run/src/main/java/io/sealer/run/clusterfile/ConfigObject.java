package io.sealer.run.clusterfile;

import java.util.List;
import java.util.Optional;

/**
 * A change to a file of the image before it reaches hosts (kind Config).
 *
 * @param name its name
 * @param path file below the rootfs, or below the application's directory
 * @param data what is written or merged
 * @param merge whether {@code data} is merged into the file's YAML documents instead of replacing
 *     it
 * @param process steps of the pipeline over {@code data}: value, toJson, toBase64, toSecret
 * @param appName the application that the file belongs to
 */
public record ConfigObject(
    String name,
    String path,
    String data,
    boolean merge,
    List<String> process,
    Optional<String> appName) {
  public ConfigObject {
    process = List.copyOf(process);
  }

  /** The file, relative to the rootfs. */
  public String target() {
    return appName.map(app -> "application/apps/" + app + "/" + path).orElse(path);
  }

  /** Never shows the data, which may be secret. */
  @Override
  public String toString() {
    return "ConfigObject[" + name + ", " + target() + "]";
  }
}
