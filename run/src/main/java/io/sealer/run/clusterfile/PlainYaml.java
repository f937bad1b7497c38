package io.sealer.run.clusterfile;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.constructor.StandardConstructor;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;

/** Turns a YAML node into plain maps, lists and scalars (YAML 1.2 JSON schema). */
final class PlainYaml {
  private PlainYaml() {}

  static Map<String, Object> map(MappingNode node, Problems problems) {
    try {
      var constructor = new StandardConstructor(LoadSettings.builder().build());
      Object value = constructor.constructSingleDocument(Optional.of(node));
      return value instanceof Map<?, ?> map ? strings(map) : Map.of();
    } catch (YamlEngineException e) {
      problems.at(node, String.valueOf(e.getMessage()));
      return Map.of();
    }
  }

  private static Map<String, Object> strings(Map<?, ?> map) {
    var all = new LinkedHashMap<String, Object>();
    map.forEach((key, value) -> all.put(String.valueOf(key), value));
    return all;
  }
}
