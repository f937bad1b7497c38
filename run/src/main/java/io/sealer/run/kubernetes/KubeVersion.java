package io.sealer.run.kubernetes;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Kubernetes version, compared by number. */
public record KubeVersion(int major, int minor, int patch) implements Comparable<KubeVersion> {
  private static final Pattern TEXT =
      Pattern.compile("v?(\\d{1,4})\\.(\\d{1,4})\\.(\\d{1,4})(?:[-+].*)?");

  /**
   * Parses {@code v1.20.2}.
   *
   * @throws IllegalArgumentException when it is not a version
   */
  public static KubeVersion parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("'" + text + "' is not a version like v1.20.2");
    }
    return new KubeVersion(
        Integer.parseInt(matcher.group(1)),
        Integer.parseInt(matcher.group(2)),
        Integer.parseInt(matcher.group(3)));
  }

  /** Whether this is the given minor version or a later one. */
  public boolean atLeast(int wantedMajor, int wantedMinor) {
    return major > wantedMajor || (major == wantedMajor && minor >= wantedMinor);
  }

  /** The version of kubeadm's API that this version reads best. */
  public String kubeadmApi() {
    if (atLeast(1, 31)) {
      return "kubeadm.k8s.io/v1beta4";
    }
    return atLeast(1, 22) ? "kubeadm.k8s.io/v1beta3" : "kubeadm.k8s.io/v1beta2";
  }

  @Override
  public int compareTo(KubeVersion other) {
    int byMajor = Integer.compare(major, other.major);
    int byMinor = byMajor != 0 ? byMajor : Integer.compare(minor, other.minor);
    return byMinor != 0 ? byMinor : Integer.compare(patch, other.patch);
  }

  @Override
  public String toString() {
    return "v" + major + "." + minor + "." + patch;
  }
}
