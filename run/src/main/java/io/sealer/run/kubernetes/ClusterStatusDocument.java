package io.sealer.run.kubernetes;

import io.sealer.host.HostException;
import io.sealer.run.engine.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import tools.jackson.databind.JsonNode;

/** The list of masters that kubeadm up to 1.21 keeps in its ConfigMap. */
final class ClusterStatusDocument {
  private static final String KEY = "ClusterStatus";
  private static final String ENDPOINTS = "apiEndpoints";

  private ClusterStatusDocument() {}

  /** Takes a node out, if it is in. */
  static void forget(Kubectl kubectl, String node) throws HostException {
    JsonNode map = kubectl.get("configmap", "kubeadm-config", "-n", "kube-system");
    String text = map.path("data").path(KEY).asString("");
    if (text.isEmpty()
        || !(new Load(LoadSettings.builder().build()).loadFromString(text)
            instanceof Map<?, ?> found)
        || !(found.get(ENDPOINTS) instanceof Map<?, ?> endpoints)
        || !endpoints.containsKey(node)) {
      return;
    }
    var status = new LinkedHashMap<Object, Object>(found);
    var rest = new LinkedHashMap<Object, Object>(endpoints);
    rest.remove(node);
    status.put(ENDPOINTS, rest);
    var settings = DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).build();
    String patch = Json.line(Map.of("data", Map.of(KEY, new Dump(settings).dumpToString(status))));
    kubectl.change(
        "patch", "configmap", "kubeadm-config", "-n", "kube-system", "--type=merge", "-p", patch);
  }
}
