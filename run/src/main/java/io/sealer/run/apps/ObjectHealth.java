package io.sealer.run.apps;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Whether objects do what they are for. */
final class ObjectHealth {
  private ObjectHealth() {}

  /** How an object is. */
  enum State {
    AVAILABLE,
    PROGRESSING,
    FAILED,
    MISSING
  }

  /**
   * An object's state.
   *
   * @param message why it is not available; empty when it is
   */
  record Health(State state, String message) {
    static final Health GOOD = new Health(State.AVAILABLE, "");

    static Health waiting(String message) {
      return new Health(State.PROGRESSING, message);
    }
  }

  static AppObject named(JsonNode object) {
    JsonNode meta = object.path("metadata");
    return new AppObject(
        object.path("apiVersion").asString(""),
        object.path("kind").asString(""),
        meta.path("namespace").asString(""),
        meta.path("name").asString(""),
        false);
  }

  static Health of(JsonNode object) {
    if (!object.path("metadata").path("deletionTimestamp").isMissingNode()) {
      return Health.waiting("is being removed");
    }
    return switch (object.path("kind").asString("")) {
      case "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet" -> workload(object);
      case "Job" -> job(object);
      case "Pod" -> pod(object);
      case "PersistentVolumeClaim" -> claim(object);
      case "CustomResourceDefinition" -> definition(object);
      default -> Health.GOOD;
    };
  }

  private static Health workload(JsonNode object) {
    JsonNode status = object.path("status");
    boolean seen =
        status.path("observedGeneration").asLong(0)
            >= object.path("metadata").path("generation").asLong(0);
    boolean daemons = object.path("kind").asString().equals("DaemonSet");
    int wanted =
        daemons
            ? status.path("desiredNumberScheduled").asInt(0)
            : object.path("spec").path("replicas").asInt(1);
    int ready =
        daemons
            ? status.path("numberAvailable").asInt(0)
            : Math.max(
                status.path("availableReplicas").asInt(0), status.path("readyReplicas").asInt(0));
    int updated =
        daemons
            ? status.path("updatedNumberScheduled").asInt(0)
            : status.path("updatedReplicas").asInt(wanted == 0 ? 0 : ready);
    if (seen && ready >= wanted && updated >= wanted) {
      return Health.GOOD;
    }
    String message = "%d of %d available".formatted(Math.min(ready, updated), wanted);
    return condition(object, "Progressing", "False")
        .map(why -> new Health(State.FAILED, message + ": " + why))
        .orElseGet(() -> Health.waiting(message));
  }

  private static Health job(JsonNode object) {
    Optional<String> failed = condition(object, "Failed", "True");
    if (failed.isPresent()) {
      return new Health(State.FAILED, failed.get());
    }
    boolean done = condition(object, "Complete", "True").isPresent();
    return done ? Health.GOOD : Health.waiting("is not complete");
  }

  private static Health pod(JsonNode object) {
    String phase = object.path("status").path("phase").asString("");
    boolean good = phase.equals("Succeeded") || condition(object, "Ready", "True").isPresent();
    if (good) {
      return Health.GOOD;
    }
    return phase.equals("Failed")
        ? new Health(State.FAILED, object.path("status").path("reason").asString("failed"))
        : Health.waiting(
            "is " + (phase.isEmpty() ? "new" : phase.toLowerCase(java.util.Locale.ROOT)));
  }

  private static Health claim(JsonNode object) {
    String phase = object.path("status").path("phase").asString("");
    return phase.equals("Bound") ? Health.GOOD : Health.waiting("is not bound");
  }

  private static Health definition(JsonNode object) {
    boolean there = condition(object, "Established", "True").isPresent();
    return there ? Health.GOOD : Health.waiting("is not established");
  }

  /** The message of a condition that has this status. */
  private static Optional<String> condition(JsonNode object, String type, String status) {
    return object.path("status").path("conditions").values().stream()
        .filter(c -> c.path("type").asString("").equals(type))
        .filter(c -> c.path("status").asString("").equals(status))
        .map(c -> c.path("message").asString(""))
        .findFirst();
  }
}
