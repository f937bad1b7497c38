package io.sealer.run.apps;

import io.sealer.host.Command;
import io.sealer.host.HostException;
import io.sealer.run.engine.StepContext;
import io.sealer.run.engine.Work;
import io.sealer.run.steps.Scripts;
import java.util.Optional;

/**
 * Takes an application away: by its own commands for that, else its helm release, else every object
 * that its launch made and that was not there before.
 *
 * @param app what the cluster remembers of it
 */
public record RemoveApp(AppRecord app) implements Work {

  /** Why it cannot be removed; empty when it can. */
  public Optional<String> obstacle() {
    return app.objects().isEmpty() && app.removal().isEmpty()
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
  public void run(StepContext at) throws HostException {
    for (String command : app.removal()) {
      Command removing = Scripts.command(command, "cd \"$1\"\neval \"$2\"", app.rootfs(), command);
      at.session().run(removing.withEnv(LaunchApp.environment(java.util.Map.of())));
    }
    if (app.removal().isEmpty()) {
      new KubeObjects(at.session()).delete(app.own());
    }
    new AppRecords(at.session()).forget(app.name());
  }
}
