package io.sealer.run.apps;

import io.sealer.host.Command;
import io.sealer.host.HostException;
import io.sealer.run.apps.Launch.Method;
import io.sealer.run.engine.StepContext;
import io.sealer.run.engine.StepFailure;
import io.sealer.run.engine.Work;
import io.sealer.run.steps.Scripts;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Launches an application on the first master, or brings it up to date: objects that a newer
 * version no longer has are removed. What it consists of is written down in the cluster, before and
 * after.
 *
 * @param launch what is launched
 * @param rootfs where the image's files lie
 * @param owner which applications the image may bring up to date
 */
public record LaunchApp(Launch launch, String rootfs, Ownership owner) implements Work {
  @Override
  public Optional<String> check(StepContext at) throws HostException {
    Optional<AppRecord> known;
    try {
      known = new AppRecords(at.session()).find(launch.name());
    } catch (HostException.CommandFailed e) {
      return Optional.of("it is not launched");
    }
    if (known.isEmpty() || !known.get().inputs().equals(at.step().inputs())) {
      return Optional.of(known.isEmpty() ? "it is not launched" : "it is not launched as wanted");
    }
    List<AppObject> own = known.get().own();
    List<AppObject> there = live(at, own);
    return own.stream()
        .filter(object -> there.stream().noneMatch(object::same))
        .findFirst()
        .map(object -> object.called() + " is missing");
  }

  private static List<AppObject> live(StepContext at, List<AppObject> objects)
      throws HostException {
    return new KubeObjects(at.session()).get(objects).stream().map(ObjectHealth::named).toList();
  }

  @Override
  public void run(StepContext at) throws HostException, IOException, StepFailure {
    var records = new AppRecords(at.session());
    Optional<AppRecord> known = records.settle(launch.name());
    if (known.isPresent()) {
      requireOwn(at, known.get());
    }
    List<AppObject> before = known.map(AppRecord::objects).orElse(List.of());
    List<AppObject> objects =
        switch (launch.method()) {
          case Method.Commands(List<String> commands) -> commands(at, records, before, commands);
          case Method.Manifests(List<String> files) -> apply(at, records, before, "-f", files);
          case Method.Chart chart ->
              new HelmRelease(at, launch.name(), chart.cache()).install(chart.files());
          case Method.Kustomization(String directory) ->
              apply(at, records, before, "-k", List.of(directory));
        };
    records.put(record(objects, at.step().inputs()));
    forgetSharedName(records);
  }

  /** Raw commands of this image were remembered under the name that those of all images had. */
  private void forgetSharedName(AppRecords records) throws HostException {
    if (!launch.name().startsWith(LaunchPlan.COMMANDS + "-")) {
      return;
    }
    Optional<AppRecord> shared = records.find(LaunchPlan.COMMANDS);
    if (shared.isPresent() && !owner.isOfAnother(shared.get().image())) {
      records.forget(LaunchPlan.COMMANDS);
    }
  }

  /** It may have come since the run was planned. */
  private void requireOwn(StepContext at, AppRecord known) throws StepFailure {
    Optional<String> conflict = owner.conflict(known);
    if (conflict.isPresent()) {
      throw at.failure(conflict.get(), owner.hint(List.of(known)));
    }
  }

  private AppRecord record(List<AppObject> objects, String inputs) {
    return new AppRecord(
        launch.name(),
        launch.kind(),
        launch.image(),
        inputs,
        Instant.now().toString(),
        rootfs,
        objects,
        launch.removal());
  }

  private List<AppObject> commands(
      StepContext at, AppRecords records, List<AppObject> before, List<String> commands)
      throws HostException {
    records.put(record(before, ""));
    for (String command : commands) {
      Command launching = Scripts.command(command, "cd \"$1\"\neval \"$2\"", rootfs, command);
      at.session().run(launching.withEnv(environment(launch.env())));
    }
    return before;
  }

  static Map<String, String> environment(Map<String, String> variables) {
    var env = new LinkedHashMap<>(variables);
    env.keySet().removeIf(name -> !name.matches("[A-Za-z_][A-Za-z0-9_]*"));
    env.put("KUBECONFIG", "/etc/kubernetes/admin.conf");
    return env;
  }

  /** What is going to be made is written down first: a run that is killed must not forget it. */
  private List<AppObject> apply(
      StepContext at, AppRecords records, List<AppObject> before, String flag, List<String> files)
      throws HostException {
    var kube = new KubeObjects(at.session());
    var known = new ArrayList<>(before);
    for (String file : files) {
      List<AppObject> existing = kube.existing(rootfs, flag, file);
      known.addAll(fresh(known, kube.intended(rootfs, flag, file), existing));
    }
    records.put(record(known, ""));
    var now = new ArrayList<AppObject>();
    for (String file : files) {
      List<AppObject> existing = kube.existing(rootfs, flag, file);
      List<AppObject> applied = kube.apply(rootfs, flag, file);
      known.addAll(fresh(known, applied, existing));
      known.stream()
          .filter(k -> applied.stream().anyMatch(k::same) && now.stream().noneMatch(k::same))
          .forEach(now::add);
    }
    kube.delete(
        known.stream().filter(k -> !k.foreign() && now.stream().noneMatch(k::same)).toList());
    return now;
  }

  /** Those that are not known yet; the ones that were in the cluster already are foreign. */
  private static List<AppObject> fresh(
      List<AppObject> known, List<AppObject> objects, List<AppObject> existing) {
    return objects.stream()
        .filter(o -> known.stream().noneMatch(o::same))
        .map(o -> existing.stream().anyMatch(o::same) ? o.asForeign() : o)
        .toList();
  }
}
