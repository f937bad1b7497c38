package io.sealer.run.apps;

import io.sealer.host.Command;
import io.sealer.host.HostException;
import io.sealer.host.Session;
import io.sealer.host.Source;
import io.sealer.run.engine.Json;
import io.sealer.run.engine.PrintedJson;
import io.sealer.run.steps.HostPaths;
import io.sealer.run.steps.Scripts;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Objects of a cluster, through kubectl on a master. What objects contain never comes here when
 * they are applied, only what they are called.
 */
public final class KubeObjects {
  private static final String NAMES =
      """
      {{define "o"}}{{.apiVersion}}|{{.kind}}|{{with .metadata.namespace}}{{.}}{{end}}|{{.metadata.name}}{{"\\n"}}{{end}}\
      {{if .items}}{{range .items}}{{template "o" .}}{{end}}{{else if .metadata.name}}{{template "o" .}}{{end}}""";

  private static final String EXISTING =
      """
      cd "$1"
      kubectl get "$2" "$3" --ignore-not-found --request-timeout=20s -o go-template="$4" 2>/dev/null || true
      """;

  private static final String INTENDED =
      """
      cd "$1"
      kubectl apply "$2" "$3" --dry-run=client -o go-template="$4" 2>/dev/null || true
      """;

  private static final String APPLY =
      """
      cd "$1"
      patiently kubectl apply "$2" "$3" -o go-template="$4"
      """;

  private final Session session;

  /** Through a master. */
  public KubeObjects(Session session) {
    this.session = session;
  }

  /**
   * What is in the cluster of a file's objects.
   *
   * @param flag {@code -f} or {@code -k}
   */
  List<AppObject> existing(String rootfs, String flag, String file) throws HostException {
    return names(run("kubectl get " + file, EXISTING, rootfs, flag, file, NAMES));
  }

  /** What a file's objects are; empty when that cannot be told before others of them are there. */
  List<AppObject> intended(String rootfs, String flag, String file) throws HostException {
    return names(run("kubectl apply --dry-run " + file, INTENDED, rootfs, flag, file, NAMES));
  }

  /** Applies a file and answers what its objects are. */
  List<AppObject> apply(String rootfs, String flag, String file) throws HostException {
    String shown = "kubectl apply " + flag + " " + file;
    return names(run(shown, APPLY, rootfs, flag, file, NAMES));
  }

  /** The objects as they are; those that are not there are left out. */
  List<JsonNode> get(List<AppObject> objects) throws HostException {
    if (objects.isEmpty()) {
      return List.of();
    }
    Command command =
        script("kubectl get", "kubectl get -f - --ignore-not-found --request-timeout=20s -o json")
            .withStdin(list(objects));
    PrintedJson printed = PrintedJson.ofMaybe(session, command);
    if (!printed.result().ok() && printed.document().isEmpty()) {
      return one(objects);
    }
    return items(printed.document());
  }

  /** When a kind is not known any more the whole question fails; then one after the other. */
  private List<JsonNode> one(List<AppObject> objects) throws HostException {
    if (objects.size() == 1) {
      return List.of();
    }
    var found = new ArrayList<JsonNode>();
    for (AppObject object : objects) {
      found.addAll(get(List.of(object)));
    }
    return found;
  }

  /** Removes objects, the last first, and waits until they are gone; those not there are gone. */
  void delete(List<AppObject> objects) throws HostException {
    for (AppObject object : objects.reversed()) {
      Command command =
          script("kubectl delete " + object.called(), DELETE).withStdin(list(List.of(object)));
      session.run(command);
    }
  }

  private static final String DELETE =
      """
      said=$(mktemp); trap 'rm -f "$said"' EXIT
      kubectl delete -f - --ignore-not-found --timeout=120s 2>"$said" || {
        grep -q 'no matches for kind' "$said" || { cat "$said" >&2; exit 1; }
      }
      """;

  /** Objects of a kind. */
  List<JsonNode> all(String... arguments) throws HostException {
    var words = new ArrayList<>(List.of("kubectl", "get", "-o", "json", "--request-timeout=20s"));
    words.addAll(List.of(arguments));
    String line = String.join(" ", words.stream().map(w -> "'" + w + "'").toList());
    Command command = script("kubectl get", line.replaceFirst("'kubectl'", "kubectl"));
    return items(PrintedJson.of(session, command));
  }

  /**
   * ConfigMaps of kube-system; unlike {@link #get} it fails when the cluster cannot be asked.
   *
   * @param patient whether to wait, for a minute, for an API server that cannot answer now
   */
  List<JsonNode> configMaps(List<String> names, boolean patient) throws HostException {
    String get =
        "kubectl get configmaps -n kube-system --ignore-not-found --request-timeout=20s -o json \"$@\"";
    String line = patient ? "patiently " + get : get;
    Command command = script("kubectl get configmaps", line, names.toArray(String[]::new));
    return items(PrintedJson.of(session, command));
  }

  /** What is in the cluster of these manifests. */
  List<AppObject> existing(String manifests, String namespace) throws HostException {
    String line = "kubectl get -f - -n \"$1\" --ignore-not-found -o go-template=\"$2\"";
    Command command =
        script("kubectl get the release's objects", line, namespace, NAMES)
            .withStdin(Source.of(manifests.getBytes(StandardCharsets.UTF_8)));
    return names(session.run(command).stdout());
  }

  /** Writes an object down, in place of an earlier one. */
  void put(String manifest) throws HostException {
    session.run(
        script("remember the application", "kubectl apply -f - >/dev/null")
            .withStdin(Source.of(manifest.getBytes(StandardCharsets.UTF_8))));
  }

  private String run(String shown, String script, String... arguments) throws HostException {
    return session.run(script(shown, script, arguments)).stdout();
  }

  static Command script(String shown, String script, String... arguments) {
    return Scripts.command(shown, script, arguments).withEnv("KUBECONFIG", HostPaths.ADMIN_CONF);
  }

  private static List<AppObject> names(String output) {
    return output.lines().map(AppObject::parse).flatMap(Optional::stream).toList();
  }

  private static Source list(List<AppObject> objects) {
    var list =
        Map.of(
            "apiVersion",
            "v1",
            "kind",
            "List",
            "items",
            objects.stream().map(AppObject::manifest).toList());
    return Source.of(Json.line(list).getBytes(StandardCharsets.UTF_8));
  }

  private static List<JsonNode> items(Optional<JsonNode> printed) {
    return printed
        .map(json -> json.has("items") ? List.copyOf(json.path("items").values()) : List.of(json))
        .orElse(List.of());
  }
}
