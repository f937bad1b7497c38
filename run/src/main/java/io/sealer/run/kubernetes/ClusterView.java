package io.sealer.run.kubernetes;

import io.sealer.host.HostException;
import io.sealer.run.engine.SharedLook;
import io.sealer.run.engine.StepContext;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Nodes and workloads as the cluster has them, asked for once by all steps that look at the same
 * time. Thread-safe.
 */
final class ClusterView {
  private final String master;
  private final SharedLook<Optional<JsonNode>> shared = new SharedLook<>();

  /** What this master's API server says. */
  ClusterView(String master) {
    this.master = master;
  }

  String master() {
    return master;
  }

  Kubectl kubectl(StepContext at) throws HostException {
    return new Kubectl(at.session(master));
  }

  /** A list of nodes, deployments, daemon sets and stateful sets, at most a second old. */
  Optional<JsonNode> look(StepContext at) throws HostException {
    return shared.at(() -> ask(at));
  }

  /** A host without kubectl, its configuration or an API server answers nothing, and quickly. */
  private Optional<JsonNode> ask(StepContext at) throws HostException {
    try {
      return Optional.of(Workloads.all(kubectl(at)));
    } catch (HostException.CommandFailed e) {
      return Optional.empty();
    }
  }

  /** One node; empty when it is not there, or the API server does not answer. */
  Optional<JsonNode> node(StepContext at, String name) throws HostException {
    return look(at)
        .flatMap(
            all ->
                all.path("items").values().stream()
                    .filter(i -> i.path("kind").asString().equals("Node"))
                    .filter(i -> i.path("metadata").path("name").asString().equals(name))
                    .findFirst());
  }

  /** What was seen may have changed by our doing. */
  void forget() {
    shared.forget();
  }
}
