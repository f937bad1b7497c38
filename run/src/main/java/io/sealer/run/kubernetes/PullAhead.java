package io.sealer.run.kubernetes;

import io.sealer.host.HostException;
import io.sealer.run.engine.Asking;
import io.sealer.run.engine.Question;
import io.sealer.run.engine.Step;
import io.sealer.run.engine.StepContext;
import io.sealer.run.steps.Scripts;
import java.util.List;

/**
 * Brings images from the host's mirror into containerd before the cluster asks for them. Only to
 * save time: what fails here the kubelet does again, and tells why.
 *
 * @param images their names, in this order
 */
record PullAhead(List<String> images) implements Asking {
  private static final String PULL =
      """
      for image in "$@"; do
        timeout 240 ctr -n k8s.io images pull --hosts-dir /etc/containerd/certs.d "$image" >/dev/null 2>&1 || true
      done
      """;

  PullAhead {
    images = List.copyOf(images);
  }

  @Override
  public Question question(Step step) {
    return Scripts.marked(step, "the first pods' images were not pulled");
  }

  @Override
  public void run(StepContext at) throws HostException {
    Scripts.runAndMark(at, "pull the first pods' images", PULL, images.toArray(String[]::new));
  }
}
