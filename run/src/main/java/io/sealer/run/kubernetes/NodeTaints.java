package io.sealer.run.kubernetes;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Taints that a kubelet registers its node with. */
final class NodeTaints {
  private NodeTaints() {}

  /** A registration whose taints are an argument of the kubelet: nobody else sets a worker's. */
  static Map<String, Object> asArgument(Map<String, Object> registration) {
    if (!(registration.get("taints") instanceof List<?> taints) || taints.isEmpty()) {
      return registration;
    }
    String text = taints.stream().map(NodeTaints::text).collect(Collectors.joining(","));
    var changed = new LinkedHashMap<>(registration);
    changed.put("taints", List.of());
    Map<String, Object> arguments = Map.of("register-with-taints", text);
    return Merge.over(changed, Map.of("kubeletExtraArgs", arguments));
  }

  private static String text(Object taint) {
    if (!(taint instanceof Map<?, ?> map)) {
      throw new IllegalArgumentException("a taint is key, value and effect, not '" + taint + "'");
    }
    Object value = map.get("value");
    return map.get("key") + "=" + (value == null ? "" : value) + ":" + map.get("effect");
  }
}
