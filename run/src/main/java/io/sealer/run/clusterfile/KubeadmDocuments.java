package io.sealer.run.clusterfile;

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

/** Documents for kubeadm as YAML text. */
public final class KubeadmDocuments {
  private KubeadmDocuments() {}

  /**
   * Reads every document of a text.
   *
   * @throws IllegalArgumentException when it is not YAML or holds another kind of document
   */
  public static List<KubeadmDocument> read(String text) {
    var documents = new ArrayList<KubeadmDocument>();
    try {
      for (Object document : new Load(LoadSettings.builder().build()).loadAllFromString(text)) {
        if (document instanceof Map<?, ?> map) {
          documents.add(document(map));
        }
      }
    } catch (YamlEngineException e) {
      throw new IllegalArgumentException("not YAML: " + e.getMessage(), e);
    }
    return documents;
  }

  private static KubeadmDocument document(Map<?, ?> map) {
    var content = new LinkedHashMap<String, Object>();
    map.forEach((key, value) -> content.put(String.valueOf(key), value));
    String kind = String.valueOf(content.get("kind"));
    if (!KubeadmDocument.KINDS.contains(kind)) {
      throw new IllegalArgumentException("kind '" + kind + "' is not one of kubeadm's");
    }
    return new KubeadmDocument(String.valueOf(content.get("apiVersion")), kind, content);
  }

  /** Documents as one YAML text. */
  public static String write(List<Map<String, Object>> documents) {
    DumpSettings settings =
        DumpSettings.builder()
            .setDefaultFlowStyle(FlowStyle.BLOCK)
            .setExplicitStart(true)
            .setWidth(120)
            .build();
    return new Dump(settings).dumpAllToString(new ArrayList<Object>(documents).iterator());
  }
}
