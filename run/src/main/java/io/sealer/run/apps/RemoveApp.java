package io.sealer.run.apps;

import io.sealer.host.Command;
import io.sealer.host.HostException;
import io.sealer.run.engine.StepContext;
import io.sealer.run.engine.StepFailure;
import io.sealer.run.engine.Work;
import io.sealer.run.steps.Scripts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Takes an application away: by its own commands for that, else its helm release, else every object
 * that its launch made and that was not there before.
 *
 * @param cluster name of the cluster
 * @param app what the cluster remembers of it
 * @param cache where helm's engine lies on this machine
 */
public record RemoveApp(String cluster, AppRecord app, Path cache) implements Work {

  /** Why it cannot be removed; empty when it can. */
  public Optional<String> obstacle() {
    boolean unknown = app.objects().isEmpty() && app.removal().isEmpty();
    return unknown && !app.kind().equals("helm")
        ? Optional.of(
            "application %s was launched by commands, and nobody knows what they made"
                .formatted(app.name()))
        : Optional.empty();
  }

  @Override
  public Optional<String> check(StepContext at) throws HostException {
    return new AppRecords(at.session()).find(app.name()).map(_ -> "it is launched");
  }

  @Override
  public void run(StepContext at) throws HostException, IOException, StepFailure {
    requireFiles(at);
    for (String command : app.removal()) {
      Command removing = Scripts.command(command, "cd \"$1\"\neval \"$2\"", app.rootfs(), command);
      at.session().run(removing.withEnv(LaunchApp.environment(java.util.Map.of())));
    }
    if (app.removal().isEmpty()) {
      if (app.kind().equals("helm")) {
        new HelmRelease(at, app.name(), cache).uninstall();
      } else {
        new KubeObjects(at.session()).delete(app.own());
      }
    }
    new AppRecords(at.session()).forget(app.name());
  }

  /** The first master may be another one than the one on which it was launched. */
  private void requireFiles(StepContext at) throws HostException, StepFailure {
    if (!app.removal().isEmpty()
        && !at.session().exec(Command.of("test", "-d", app.rootfs())).ok()) {
      throw at.failure(
          "the commands that remove application %s need the files of %s, which are not here: %s is missing"
              .formatted(app.name(), app.image(), app.rootfs()),
          "bring them here, then remove it again: sealer run %s --cluster-name %s"
              .formatted(app.image(), cluster));
    }
  }
}
