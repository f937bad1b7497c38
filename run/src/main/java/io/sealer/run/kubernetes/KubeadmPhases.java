package io.sealer.run.kubernetes;

import io.sealer.host.FileContent;
import io.sealer.host.HostException;
import io.sealer.host.RemoteFile;
import io.sealer.run.engine.Asking;
import io.sealer.run.engine.Question;
import io.sealer.run.engine.Step;
import io.sealer.run.engine.StepContext;
import io.sealer.run.engine.StepFailure;
import io.sealer.run.steps.Scripts;
import java.util.ArrayList;
import java.util.List;

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

  private static final String RUN =
      """
      config=$1
      shift
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
    put(at, FILE, role == Role.MASTER ? config.master(node) : config.worker(node));
    run(at, FILE, phases);
    Scripts.mark(at);
  }

  static void put(StepContext at, String file, String text) throws HostException {
    at.session().put(FileContent.of(text), RemoteFile.of(file).secret());
  }

  static void run(StepContext at, String config, List<String> phases) throws HostException {
    var arguments = new ArrayList<>(List.of(config));
    arguments.addAll(phases);
    String shown = "kubeadm init phase " + String.join(", ", phases);
    Scripts.run(at, shown, RUN, arguments.toArray(String[]::new));
  }
}
