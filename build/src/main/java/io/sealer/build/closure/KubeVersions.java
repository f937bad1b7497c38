package io.sealer.build.closure;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which Kubernetes an image is for, as its labels tell. */
public final class KubeVersions {
  /** Label that KUBEVERSION sets. */
  public static final String SUPPORTED = "app.alpha.sealer.io/supported-kube-version";

  private static final Pattern LOWEST = Pattern.compile("\\d+\\.\\d+(\\.\\d+)?");

  private KubeVersions() {}

  /**
   * The version that charts are told: the one that the image or its base brings, else the lowest
   * that KUBEVERSION allows.
   */
  public static Optional<String> of(Map<String, String> labels) {
    String own = labels.getOrDefault("cluster.alpha.sealer.io/cluster-runtime-version", "");
    if (own.matches("v?\\d+\\.\\d+(\\.\\d+)?([-+][\\w.+-]+)?")) {
      return Optional.of(own);
    }
    String range = labels.getOrDefault(SUPPORTED, "");
    return lowest(range);
  }

  /** The lowest version that a range names. */
  static Optional<String> lowest(String range) {
    Matcher lowest = LOWEST.matcher(range.replaceAll("(<=?|!=)\\s*v?[\\d.]+", ""));
    return lowest.find() ? Optional.of("v" + lowest.group()) : Optional.empty();
  }
}
