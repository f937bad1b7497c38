package io.sealer.run.kubernetes;

import io.sealer.host.Command;
import io.sealer.host.ExecResult;
import io.sealer.host.HostException;
import io.sealer.host.Source;
import io.sealer.run.engine.Asking;
import io.sealer.run.engine.Question;
import io.sealer.run.engine.Step;
import io.sealer.run.engine.StepContext;
import io.sealer.run.engine.StepFailure;
import io.sealer.run.steps.Scripts;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Phases of {@code kubeadm init} on a host, one after the other. Each of them may be repeated.
 *
 * @param kubeadm makes the configuration
 * @param node how the host appears
 * @param role what the configuration is for
 * @param phases such as {@code control-plane all}
 * @param proofs files that must be there afterwards
 */
record KubeadmPhases(
    KubeadmSource kubeadm, NodeIdentity node, Role role, List<String> phases, List<String> proofs)
    implements Asking {
  /** The configuration that stays on every node. */
  static final String FILE = "/etc/kubernetes/kubeadm.yaml";

  private static final String CHECK =
      """
      is_marked "$1" "$2" || { echo "it was not done for this configuration"; exit 0; }
      shift 2
      for file in "$@"; do [ -s "$file" ] || { echo "$file is missing"; exit 0; }; done
      """;

  /** The configuration comes on standard input; several steps of a host put it at the same time. */
  private static final String RUN =
      """
      config=$1 size=$2
      shift 2
      mkdir -p "${config%/*}"
      new=$(mktemp "$config.XXXXXX")
      trap 'rm -f "$new"' EXIT
      cat >"$new"
      [ "$(wc -c <"$new")" -eq "$size" ] || { echo "the configuration did not arrive whole" >&2; exit 1; }
      mv -f "$new" "$config"
      for phase in "$@"; do kubeadm init phase $phase --config "$config"; done
      """;

  /** What a configuration is for. */
  enum Role {
    MASTER,
    WORKER
  }

  KubeadmPhases {
    phases = List.copyOf(phases);
    proofs = List.copyOf(proofs);
  }

  @Override
  public Question question(Step step) {
    var arguments = new ArrayList<>(List.of(step.name(), step.inputs()));
    arguments.addAll(proofs);
    return Scripts.question(CHECK, arguments.toArray(String[]::new));
  }

  @Override
  public void run(StepContext at) throws HostException, StepFailure {
    KubeadmConfig config = kubeadm.config(at);
    String text = role == Role.MASTER ? config.master(node) : config.worker(node);
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    Command command =
        Scripts.marking(at, shown(phases), RUN, arguments(FILE, content.length, phases));
    warn(at, Scripts.prove(at, command.withStdin(Source.of(content))));
  }

  /**
   * Puts a configuration into a file and carries phases out with it, as a part of a step.
   *
   * @param text of the configuration
   */
  static void run(StepContext at, String file, String text, List<String> phases)
      throws HostException {
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    Command command = Scripts.command(shown(phases), RUN, arguments(file, content.length, phases));
    warn(at, at.session().run(command.withStdin(Source.of(content))));
  }

  private static void warn(StepContext at, ExecResult result) {
    UnknownFields.of(result.stderr()).forEach(field -> at.warn(field.text()));
  }

  private static String shown(List<String> phases) {
    return "kubeadm init phase " + String.join(", ", phases);
  }

  private static String[] arguments(String file, int size, List<String> phases) {
    return Stream.concat(Stream.of(file, String.valueOf(size)), phases.stream())
        .toArray(String[]::new);
  }
}
