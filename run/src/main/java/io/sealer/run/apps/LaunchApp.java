package io.sealer.run.apps;

import io.sealer.host.Command;
import io.sealer.host.HostException;
import io.sealer.run.engine.StepContext;
import io.sealer.run.engine.Work;
import io.sealer.run.steps.Scripts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * Launches an application on the first master. Launching again is what its commands make of it;
 * those of kubectl bring it up to date.
 *
 * @param launch what is launched
 * @param rootfs where the image's files lie
 */
public record LaunchApp(Launch launch, String rootfs) implements Work {
  private static final String CHECK =
      """
      is_marked "$1" "$2" || { echo "it is not launched as wanted"; exit 0; }
      cd "$3"
      shift 3
      for file in "$@"; do
        kubectl --kubeconfig /etc/kubernetes/admin.conf get -f "$file" --request-timeout=20s >/dev/null 2>&1 || { echo "objects of ${file##*/} are missing"; exit 0; }
      done
      """;

  @Override
  public Optional<String> check(StepContext at) throws HostException {
    var arguments = new ArrayList<>(List.of(at.step().name(), at.step().inputs(), rootfs));
    arguments.addAll(launch.objects());
    return Scripts.reason(at, CHECK, arguments.toArray(String[]::new));
  }

  @Override
  public void run(StepContext at) throws HostException {
    var env = new LinkedHashMap<>(launch.env());
    env.keySet().removeIf(name -> !name.matches("[A-Za-z_][A-Za-z0-9_]*"));
    env.put("KUBECONFIG", "/etc/kubernetes/admin.conf");
    for (String command : launch.commands()) {
      Command launching =
          Scripts.command(command, "cd \"$1\"\n" + "eval \"$2\"", rootfs, command).withEnv(env);
      at.session().run(launching);
    }
    Scripts.mark(at);
  }
}
