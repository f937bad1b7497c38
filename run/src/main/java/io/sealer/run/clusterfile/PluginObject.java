package io.sealer.run.clusterfile;

import java.util.Map;

/**
 * A plugin (kind Plugin).
 *
 * @param name its name
 * @param spec its specification as written
 */
public record PluginObject(String name, Map<String, Object> spec) {
  public PluginObject {
    spec = Map.copyOf(spec);
  }
}
