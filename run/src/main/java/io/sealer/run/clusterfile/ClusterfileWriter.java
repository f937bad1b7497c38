package io.sealer.run.clusterfile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/**
 * Writes Clusterfiles as YAML that {@link ClusterfileReader} reads back. Passwords and passphrases
 * are left out; names of key files and of users stay.
 */
public final class ClusterfileWriter {
  private static final String API = "sealer.io/v2";

  private ClusterfileWriter() {}

  /** The whole file as text. */
  public static String write(Clusterfile file) {
    var documents = new ArrayList<Object>();
    documents.add(document(API, "Cluster", file.cluster().name(), cluster(file.cluster())));
    file.application()
        .ifPresent(a -> documents.add(document(API, "Application", a.name(), application(a))));
    file.configs()
        .forEach(c -> documents.add(document("sealer.io/v1", "Config", c.name(), config(c))));
    file.plugins()
        .forEach(p -> documents.add(document("sealer.io/v1", "Plugin", p.name(), p.spec())));
    file.kubeadm().forEach(k -> documents.add(k.content()));
    DumpSettings settings =
        DumpSettings.builder()
            .setDefaultFlowStyle(FlowStyle.BLOCK)
            .setExplicitStart(true)
            .setWidth(120)
            .setDereferenceAliases(true) // equal values may be one object, and read the same
            .build();
    return new Dump(settings).dumpAllToString(documents.iterator());
  }

  private static Map<String, Object> document(
      String version, String kind, String name, Map<String, Object> spec) {
    var document = new LinkedHashMap<String, Object>();
    document.put("apiVersion", version);
    document.put("kind", kind);
    document.put("metadata", Map.of("name", name));
    document.put("spec", spec);
    return document;
  }

  private static Map<String, Object> cluster(Cluster cluster) {
    var spec = new Spec();
    spec.put("image", cluster.image());
    spec.put("provider", cluster.provider().name());
    spec.put("env", pairs(cluster.env()));
    spec.put("ssh", ssh(cluster.ssh()));
    spec.put("hosts", cluster.groups().stream().map(ClusterfileWriter::group).toList());
    spec.put("registry", registry(cluster.registry()));
    spec.put("cmd", cluster.cmd());
    spec.put("cmd_args", pairs(cluster.cmdArgs()));
    cluster.appNames().ifPresent(names -> spec.fields.put("appNames", names));
    cluster
        .containerRuntime()
        .ifPresent(type -> spec.put("containerRuntime", Map.of("type", type)));
    spec.put(
        "hostAliases",
        cluster.hostAliases().stream()
            .map(a -> Map.<String, Object>of("ip", a.ip(), "hostnames", a.hostnames()))
            .toList());
    spec.put("dataRoot", cluster.dataRoot());
    return spec.fields;
  }

  private static Map<String, Object> group(HostGroup group) {
    var spec = new Spec();
    spec.put("ips", group.ips());
    if (group.count() > 0) {
      spec.fields.put("count", group.count());
    }
    spec.put("roles", group.roles());
    spec.put("ssh", ssh(group.ssh()));
    spec.put("env", pairs(group.env()));
    spec.put("labels", group.labels());
    spec.put("taints", group.taints().stream().map(Taint::toString).toList());
    return spec.fields;
  }

  private static Map<String, Object> ssh(Ssh ssh) {
    var spec = new Spec();
    spec.put("user", ssh.user());
    spec.put("pk", ssh.key().map(Object::toString));
    ssh.port().ifPresent(port -> spec.fields.put("port", port));
    return spec.fields;
  }

  private static Map<String, Object> registry(RegistrySpec registry) {
    var spec = new Spec();
    if (!registry.local().equals(RegistrySpec.Local.DEFAULT)) {
      spec.put("localRegistry", local(registry.local()));
    }
    registry.external().ifPresent(external -> spec.put("externalRegistry", external(external)));
    return spec.fields;
  }

  private static Map<String, Object> local(RegistrySpec.Local local) {
    var spec = new Spec();
    spec.put("domain", local.domain());
    spec.fields.put("port", local.port());
    spec.put("username", local.credentials().map(RegistrySpec.Credentials::username));
    spec.fields.put("ha", local.ha());
    spec.fields.put("insecure", local.insecure());
    if (!local.certNames().isEmpty()) {
      spec.put("cert", Map.of("subjectAltName", Map.of("dnsNames", local.certNames())));
    }
    spec.put("deployHosts", local.deployHosts());
    return spec.fields;
  }

  private static Map<String, Object> external(RegistrySpec.External external) {
    var spec = new Spec();
    spec.put("domain", external.domain());
    spec.fields.put("port", external.port());
    spec.put("project", external.project());
    spec.put("username", external.credentials().map(RegistrySpec.Credentials::username));
    spec.put("ca", external.authority().map(Object::toString));
    return spec.fields;
  }

  private static Map<String, Object> application(ApplicationObject application) {
    var spec = new Spec();
    spec.put("cmds", application.cmds());
    application.launchApps().ifPresent(apps -> spec.fields.put("launchApps", apps));
    spec.put("configs", application.configs().stream().map(ClusterfileWriter::appConfig).toList());
    return spec.fields;
  }

  private static Map<String, Object> appConfig(ApplicationObject.AppConfig config) {
    var spec = new Spec();
    spec.put("name", config.name());
    spec.put("env", pairs(config.env()));
    spec.put(
        "files",
        config.files().stream()
            .map(f -> Map.of("path", f.path(), "data", f.data(), "strategy", strategy(f.merge())))
            .toList());
    if (!config.cmds().isEmpty()) {
      spec.put("launch", Map.<String, Object>of("cmds", config.cmds()));
    }
    if (!config.removal().isEmpty()) {
      spec.put("delete", Map.<String, Object>of("cmds", config.removal()));
    }
    return spec.fields;
  }

  private static Map<String, Object> config(ConfigObject config) {
    var spec = new Spec();
    spec.put("path", config.path());
    spec.put("data", config.data());
    spec.put("strategy", strategy(config.merge()));
    spec.put("process", String.join("|", config.process()));
    spec.put("appName", config.appName());
    return spec.fields;
  }

  private static String strategy(boolean merge) {
    return merge ? "merge" : "overwrite";
  }

  private static List<String> pairs(Map<String, String> map) {
    return map.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList();
  }

  /** A mapping that leaves out what is empty. */
  private static final class Spec {
    final Map<String, Object> fields = new LinkedHashMap<>();

    void put(String name, Optional<String> value) {
      value.ifPresent(v -> fields.put(name, v));
    }

    void put(String name, String value) {
      if (!value.isEmpty()) {
        fields.put(name, value);
      }
    }

    void put(String name, List<?> value) {
      if (!value.isEmpty()) {
        fields.put(name, value);
      }
    }

    void put(String name, Map<String, ?> value) {
      if (!value.isEmpty()) {
        fields.put(name, value);
      }
    }
  }
}
