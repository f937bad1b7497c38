package io.sealer.run.kubernetes;

import io.sealer.host.HostException;
import io.sealer.run.engine.Json;
import io.sealer.run.engine.StepContext;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Which workloads a run has to do with: those of the system, and those that its image launches.
 * What else users put into the cluster is theirs.
 *
 * @param files manifests on the first master that were launched
 * @param releases names of launched charts
 */
record Ours(List<String> files, Set<String> releases) {
  private static final String SYSTEM = "kube-system";

  Ours {
    files = List.copyOf(files);
    releases = Set.copyOf(releases);
  }

  /** Those of these workloads that a run has to wait for. */
  List<JsonNode> of(List<JsonNode> workloads, Launched names) throws HostException {
    boolean system = workloads.stream().allMatch(Ours::isSystem);
    Set<String> launched = system ? Set.of() : names.get();
    return workloads.stream()
        .filter(w -> isSystem(w) || isReleased(w) || launched.contains(Workloads.called(w)))
        .toList();
  }

  private static boolean isSystem(JsonNode workload) {
    return workload.path("metadata").path("namespace").asString("").equals(SYSTEM);
  }

  private boolean isReleased(JsonNode workload) {
    JsonNode annotations = workload.path("metadata").path("annotations");
    return releases.contains(annotations.path("meta.helm.sh/release-name").asString(""));
  }

  /** What the files have brought into the cluster, asked for once. */
  final class Launched {
    private final ClusterView view;
    private final StepContext at;
    private Optional<Set<String>> names = Optional.empty();

    Launched(ClusterView view, StepContext at) {
      this.view = view;
      this.at = at;
    }

    private Set<String> get() throws HostException {
      if (names.isEmpty()) {
        names = launched(view, at);
      }
      return names.orElse(Set.of());
    }
  }

  /** Empty when the API server does not answer. */
  private Optional<Set<String>> launched(ClusterView view, StepContext at) throws HostException {
    var names = new HashSet<String>();
    if (files.isEmpty()) {
      return Optional.of(names);
    }
    var arguments = new ArrayList<>(List.of("get", "--ignore-not-found", "-o", "json"));
    files.forEach(file -> arguments.addAll(List.of("-f", file)));
    var result = view.kubectl(at).exec(arguments.toArray(String[]::new));
    if (!result.ok()) {
      return Optional.empty();
    }
    if (!result.stdout().isBlank()) {
      JsonNode found = Json.parse(result.stdout());
      var items = found.has("items") ? found.path("items").values() : List.of(found);
      items.forEach(item -> names.add(Workloads.called(item)));
    }
    return Optional.of(names);
  }
}
