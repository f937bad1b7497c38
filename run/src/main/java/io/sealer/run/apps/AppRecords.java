package io.sealer.run.apps;

import io.sealer.host.HostException;
import io.sealer.host.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * The applications that a cluster remembers, each in a ConfigMap of its own. Older versions of
 * sealer let names that only differ in letters which ConfigMaps cannot have share one: what they
 * wrote counts for the name that stands inside, and moves when it is in the way.
 */
public final class AppRecords {
  private final KubeObjects objects;

  /** Through a master. */
  public AppRecords(Session session) {
    this.objects = new KubeObjects(session);
  }

  /** A record and the ConfigMap that has it. */
  private record Kept(String configMap, AppRecord app) {
    static Optional<Kept> of(JsonNode json) {
      String name = json.path("metadata").path("name").asString("");
      return AppRecord.of(json).map(app -> new Kept(name, app));
    }

    boolean isInPlace() {
      return configMap.equals(AppRecord.configMap(app.name()));
    }
  }

  /** All of them, by name. */
  public List<AppRecord> all() throws HostException {
    var all = new TreeMap<String, AppRecord>();
    for (Kept kept :
        kept(objects.all("configmaps", "--namespace", "kube-system", "-l", AppRecord.SELECTOR))) {
      if (kept.isInPlace() || !all.containsKey(kept.app().name())) {
        all.put(kept.app().name(), kept.app());
      }
    }
    return List.copyOf(all.values());
  }

  /** The one of this name. */
  public Optional<AppRecord> find(String app) throws HostException {
    return find(app, about(app, false));
  }

  private static Optional<AppRecord> find(String app, List<Kept> about) {
    List<Kept> own = about.stream().filter(kept -> kept.app().name().equals(app)).toList();
    return own.stream()
        .filter(Kept::isInPlace)
        .findFirst()
        .or(() -> own.stream().findFirst())
        .map(Kept::app);
  }

  /** The one of this name, which can be written from now on without harm to another. */
  Optional<AppRecord> settle(String app) throws HostException {
    List<Kept> about = about(app, true);
    for (Kept kept : about) {
      boolean inTheWay = kept.configMap().equals(AppRecord.configMap(app));
      if (!kept.isInPlace() && (inTheWay || kept.app().name().equals(app))) {
        move(kept);
      }
    }
    return find(app, about);
  }

  private void move(Kept kept) throws HostException {
    // A move that was broken off has left both, and the one in its place may be newer.
    if (find(kept.app().name()).equals(Optional.of(kept.app()))) {
      put(kept.app());
    }
    objects.delete(List.of(configMap(kept.configMap())));
  }

  void put(AppRecord app) throws HostException {
    objects.put(app.manifest());
  }

  void forget(String app) throws HostException {
    var going = new ArrayList<AppObject>();
    for (Kept kept : about(app, true)) {
      if (kept.app().name().equals(app)) {
        going.add(configMap(kept.configMap()));
      }
    }
    objects.delete(going);
  }

  /**
   * What the ConfigMaps have that may be those of this name. Not knowing must never look like there
   * being none: another image's application would be taken over.
   */
  private List<Kept> about(String app, boolean patient) throws HostException {
    List<String> places =
        Stream.of(AppRecord.configMap(app), AppRecord.sharedConfigMap(app)).distinct().toList();
    return kept(objects.configMaps(places, patient));
  }

  private static List<Kept> kept(List<JsonNode> configMaps) {
    return configMaps.stream().map(Kept::of).flatMap(Optional::stream).toList();
  }

  private static AppObject configMap(String name) {
    return new AppObject("v1", "ConfigMap", "kube-system", name, false);
  }
}
