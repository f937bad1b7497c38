package io.sealer.run.kubernetes;

import io.sealer.run.clusterfile.KubeadmDocument;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Differences between kubeadm's API versions: extra arguments are a mapping until v1beta3 and a
 * list of name and value from v1beta4 on; {@code dns.type} ended with v1beta2.
 */
final class KubeadmApi {
  /** Known from v1beta4 on; sealer heeds them for every version. */
  private static final Set<String> VALIDITIES =
      Set.of("certificateValidityPeriod", "caCertificateValidityPeriod");

  private KubeadmApi() {}

  /** A document with extra arguments as mappings, whatever version it was written for. */
  static Map<String, Object> neutral(KubeadmDocument document) {
    boolean kubeadms = document.apiVersion().startsWith("kubeadm.");
    return kubeadms ? mapped(document.content()) : document.content();
  }

  /** A neutral document as the Kubernetes version reads it. */
  static Map<String, Object> shape(Map<String, Object> content, String kind, KubeVersion version) {
    String api = version.kubeadmApi();
    var shaped = new LinkedHashMap<String, Object>();
    shaped.put("apiVersion", api);
    shaped.put("kind", kind);
    content.forEach(shaped::putIfAbsent);
    if (!api.endsWith("v1beta2") && shaped.get("dns") instanceof Map<?, ?> dns) {
      Map<String, Object> rest = Merge.strings(dns);
      rest.remove("type");
      shaped.put("dns", rest);
    }
    if (api.endsWith("v1beta4")) {
      return listed(shaped);
    }
    shaped.keySet().removeAll(VALIDITIES);
    return shaped;
  }

  private static boolean isArguments(String key) {
    return key.equals("extraArgs") || key.equals("kubeletExtraArgs");
  }

  private static Map<String, Object> mapped(Map<String, Object> content) {
    var all = new LinkedHashMap<String, Object>();
    content.forEach(
        (key, value) -> {
          if (isArguments(key) && value instanceof List<?> list) {
            all.put(key, asMap(list));
          } else if (value instanceof Map<?, ?> map) {
            all.put(key, mapped(Merge.strings(map)));
          } else {
            all.put(key, value);
          }
        });
    return all;
  }

  private static Map<String, Object> asMap(List<?> list) {
    var all = new LinkedHashMap<String, Object>();
    for (Object item : list) {
      if (item instanceof Map<?, ?> argument) {
        all.put(String.valueOf(argument.get("name")), argument.get("value"));
      }
    }
    return all;
  }

  private static Map<String, Object> listed(Map<String, Object> content) {
    var all = new LinkedHashMap<String, Object>();
    content.forEach(
        (key, value) -> {
          if (isArguments(key) && value instanceof Map<?, ?> map) {
            all.put(key, asList(Merge.strings(map)));
          } else if (value instanceof Map<?, ?> map) {
            all.put(key, listed(Merge.strings(map)));
          } else {
            all.put(key, value);
          }
        });
    return all;
  }

  private static List<Object> asList(Map<String, Object> arguments) {
    var all = new ArrayList<Object>();
    arguments.forEach(
        (name, value) -> {
          var argument = new LinkedHashMap<String, Object>();
          argument.put("name", name);
          argument.put("value", String.valueOf(value));
          all.add(argument);
        });
    return all;
  }
}
