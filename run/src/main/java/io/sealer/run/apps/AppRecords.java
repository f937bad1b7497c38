package io.sealer.run.apps;

import io.sealer.host.HostException;
import io.sealer.host.Session;
import java.util.List;
import java.util.Optional;

/** The applications that a cluster remembers. */
public final class AppRecords {
  private final KubeObjects objects;

  /** Through a master. */
  public AppRecords(Session session) {
    this.objects = new KubeObjects(session);
  }

  /** All of them, by name. */
  public List<AppRecord> all() throws HostException {
    return objects
        .all("configmaps", "--namespace", "kube-system", "-l", "sealer.io/record=app")
        .stream()
        .map(AppRecord::of)
        .flatMap(Optional::stream)
        .toList();
  }

  /** The one of this name. */
  public Optional<AppRecord> find(String app) throws HostException {
    return objects.get(List.of(configMap(app))).stream().findFirst().flatMap(AppRecord::of);
  }

  void put(AppRecord app) throws HostException {
    objects.put(app.manifest());
  }

  void forget(String app) throws HostException {
    objects.delete(List.of(configMap(app)));
  }

  private static AppObject configMap(String app) {
    return new AppObject("v1", "ConfigMap", "kube-system", AppRecord.configMap(app), false);
  }
}
