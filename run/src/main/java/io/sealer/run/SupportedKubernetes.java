package io.sealer.run;

import io.sealer.oci.image.ClusterImage;
import io.sealer.oci.text.Version;
import io.sealer.oci.text.VersionRange;
import java.util.List;

/**
 * The Kubernetes versions that an application image is made for.
 *
 * @param range as KUBEVERSION of its Kubefile says; empty for all
 */
record SupportedKubernetes(String range) {
  private static final String LABEL = "app.alpha.sealer.io/supported-kube-version";

  /** What an image says. */
  static SupportedKubernetes of(ClusterImage image) {
    return new SupportedKubernetes(
        image.rootfs().getFirst().config().labels().getOrDefault(LABEL, "").strip());
  }

  /**
   * Asks a cluster whose image does not say its version.
   *
   * @throws RunException.Invalid when the image is not made for it
   * @throws RunException.Failed when nobody answers
   */
  void require(String cluster, RunningApi api) throws RunException {
    if (range.isEmpty()) {
      return;
    }
    String version =
        api.kubernetes()
            .orElseThrow(
                () ->
                    new RunException.Failed(
                        "the image needs Kubernetes %s, and no API server of cluster %s says which version it is"
                            .formatted(range, cluster),
                        "look at the hosts with: sealer status " + cluster,
                        null));
    require(cluster, version);
  }

  /**
   * Compares with what a cluster runs.
   *
   * @throws RunException.Invalid when the image is not made for it
   */
  void require(String cluster, String version) throws RunException {
    if (range.isEmpty() || contains(version)) {
      return;
    }
    throw new RunException.Invalid(
        List.of(
            "the image needs Kubernetes %s; cluster %s runs %s".formatted(range, cluster, version)),
        "use an image for this version, or another cluster");
  }

  private boolean contains(String version) throws RunException {
    try {
      return VersionRange.parse(range).contains(Version.parse(version));
    } catch (IllegalArgumentException e) {
      throw new RunException.Invalid(
          List.of("KUBEVERSION of the image: " + e.getMessage()), "correct the Kubefile");
    }
  }
}
