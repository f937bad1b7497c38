package io.sealer.run.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** YAML text and plain maps. */
final class YamlText {
  private YamlText() {}

  /**
   * The documents of a file; empty ones are left out.
   *
   * @throws IllegalArgumentException when it is not YAML, or a document is no mapping
   */
  static List<Map<String, Object>> documents(String what, String text) {
    try {
      var all = new ArrayList<Map<String, Object>>();
      for (Object document : new Load(LoadSettings.builder().build()).loadAllFromString(text)) {
        if (document != null) {
          all.add(mapping(what, document));
        }
      }
      return all;
    } catch (YamlEngineException e) {
      String first = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw new IllegalArgumentException(what + " is not YAML: " + first, e);
    }
  }

  static Map<String, Object> mapping(String what, Object document) {
    if (!(document instanceof Map<?, ?> map)) {
      throw new IllegalArgumentException(what + " must be a YAML mapping");
    }
    var strings = new LinkedHashMap<String, Object>();
    map.forEach((key, value) -> strings.put(String.valueOf(key), value));
    return strings;
  }

  /** Documents as text, with {@code ---} between them. */
  static String text(List<? extends Map<String, ?>> documents) {
    DumpSettings settings =
        DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).setWidth(200).build();
    var dump = new Dump(settings);
    return String.join("---\n", documents.stream().map(dump::dumpToString).toList());
  }
}
