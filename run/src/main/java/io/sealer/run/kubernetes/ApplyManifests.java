package io.sealer.run.kubernetes;

import io.sealer.host.HostException;
import io.sealer.run.engine.StepContext;
import io.sealer.run.engine.Work;
import io.sealer.run.steps.Scripts;
import java.util.Optional;

/**
 * The image's own manifests, container network first.
 *
 * @param rootfs where the image's files lie
 */
record ApplyManifests(String rootfs) implements Work {
  private static final String CHECK =
      """
      is_marked manifests "$1" || { echo "manifests of the image are not applied"; exit 0; }
      rootfs=$2
      set --
      for file in "$rootfs"/manifests/*.yaml; do [ ! -f "$file" ] || set -- "$@" -f "$file"; done
      there() { kubectl --kubeconfig /etc/kubernetes/admin.conf get "$@" --request-timeout=20s >/dev/null 2>&1; }
      if [ $# -eq 0 ] || there "$@"; then exit 0; fi
      for file in "$rootfs"/manifests/*.yaml; do there -f "$file" || echo "${file##*/} is not applied"; done
      """;

  private static final String APPLY =
      """
      for file in "$1"/manifests/cni*.yaml "$1"/manifests/*.yaml; do
        [ -f "$file" ] || continue
        case " $done " in *" $file "*) continue ;; esac
        done="$done $file"
        patiently kubectl --kubeconfig /etc/kubernetes/admin.conf apply -f "$file"
      done
      """;

  @Override
  public Optional<String> check(StepContext at) throws HostException {
    return Scripts.question(CHECK, at.step().inputs(), rootfs).ask(at.session(), at.step());
  }

  @Override
  public void run(StepContext at) throws HostException {
    Scripts.runAndMark(at, "kubectl apply manifests of the image", APPLY, rootfs);
  }
}
