package io.sealer.run.apps;

import io.sealer.host.HostException;
import io.sealer.host.Session;
import io.sealer.run.apps.ObjectHealth.Health;
import io.sealer.run.apps.ObjectHealth.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** How the applications of a cluster are, told from their objects as they are now. */
public final class AppStates {
  private final Session session;

  /** Through a master. */
  public AppStates(Session session) {
    this.session = session;
  }

  /**
   * One application.
   *
   * @param app what the cluster remembers of it
   * @param state {@code available}, {@code progressing}, {@code failed}, {@code missing}, or {@code
   *     launched} when its commands do not tell what they made
   * @param message why it is not available; empty when it is
   * @param objects each of its objects and how it is
   */
  public record AppState(AppRecord app, String state, String message, List<ObjectState> objects) {
    public AppState {
      objects = List.copyOf(objects);
    }
  }

  /** An object: {@code available}, {@code progressing}, {@code failed} or {@code missing}. */
  public record ObjectState(
      String kind, String namespace, String name, String state, String message) {}

  /** Every application, by name. */
  public List<AppState> all() throws HostException {
    var states = new ArrayList<AppState>();
    for (AppRecord app : new AppRecords(session).all()) {
      states.add(of(app));
    }
    return states;
  }

  private AppState of(AppRecord app) throws HostException {
    List<JsonNode> live = new KubeObjects(session).get(app.objects());
    var objects = new ArrayList<ObjectState>();
    State worst = State.AVAILABLE;
    for (AppObject object : app.objects()) {
      Optional<JsonNode> found =
          live.stream().filter(l -> ObjectHealth.named(l).same(object)).findFirst();
      Health health = found.map(ObjectHealth::of).orElse(new Health(State.MISSING, "is missing"));
      worst = health.state().compareTo(worst) > 0 ? health.state() : worst;
      objects.add(state(object, health));
    }
    return new AppState(app, overall(app, worst), message(app, objects), objects);
  }

  private static ObjectState state(AppObject object, Health health) {
    return new ObjectState(
        object.kind(), object.namespace(), object.name(), word(health.state()), health.message());
  }

  private static String overall(AppRecord app, State worst) {
    if (app.inputs().isEmpty()) {
      return "progressing";
    }
    return app.objects().isEmpty() ? "launched" : word(worst);
  }

  private static String message(AppRecord app, List<ObjectState> objects) {
    String bad =
        objects.stream()
            .filter(o -> !o.state().equals("available"))
            .map(
                o ->
                    new AppObject("", o.kind(), o.namespace(), o.name(), false).called()
                        + " "
                        + o.message())
            .limit(5)
            .collect(Collectors.joining("; "));
    return app.inputs().isEmpty() ? "its launch was not finished" : bad;
  }

  private static String word(State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }
}
