package io.sealer.run.apps;

import io.sealer.run.state.ImagePath;
import java.util.List;
import java.util.Optional;

/**
 * Which applications of a cluster an image may launch anew: each belongs to the image that launched
 * it, in all of its versions. Another image's would lose the objects that this one lacks.
 *
 * @param cluster name of the cluster
 * @param image the image that launches, as it was asked for
 * @param others images whose applications are theirs; empty when those of every other image are
 */
public record Ownership(String cluster, String image, Optional<List<String>> others) {
  public Ownership {
    others = others.map(List::copyOf);
  }

  /** Of an application image: whatever another image launched is not its own. */
  public static Ownership ofAppImage(String cluster, String image) {
    return new Ownership(cluster, image, Optional.empty());
  }

  /**
   * Of the cluster's own image, which may have another name than the one before it.
   *
   * @param added application images of the cluster
   */
  public static Ownership ofClusterImage(String cluster, String image, List<String> added) {
    return new Ownership(cluster, image, Optional.of(added));
  }

  /** Why this image must not launch over an application that is there; empty when it may. */
  public Optional<String> conflict(AppRecord there) {
    // Older versions of sealer gave raw commands of all images this name.
    boolean shared = there.name().equals(LaunchPlan.COMMANDS);
    boolean foreign = !shared && isOfAnother(there.image()) && isProtected(there.image());
    return foreign
        ? Optional.of(
            "application %s is in the cluster already, launched from image %s"
                .formatted(there.name(), there.image()))
        : Optional.empty();
  }

  /** All conflicts of launches with what is in the cluster. */
  public List<AppRecord> conflicting(List<Launch> launches, List<AppRecord> there) {
    List<String> names = launches.stream().map(Launch::name).toList();
    return there.stream()
        .filter(app -> names.contains(app.name()) && conflict(app).isPresent())
        .toList();
  }

  /** What to do about conflicts. */
  public String hint(List<AppRecord> conflicting) {
    String names = String.join(",", conflicting.stream().map(AppRecord::name).toList());
    return "choose others with --apps, or remove what is there first: sealer delete %s --app %s, or rename it in the Kubefile"
        .formatted(cluster, names);
  }

  /** Whether an application was launched from another image than this, as far as that is known. */
  boolean isOfAnother(String launcher) {
    return differ(launcher, image);
  }

  private boolean isProtected(String launcher) {
    return others.isEmpty() || others.get().stream().anyMatch(other -> !differ(launcher, other));
  }

  /** What cannot be told apart is not kept apart. */
  private static boolean differ(String one, String other) {
    Optional<ImagePath> path = ImagePath.of(other);
    return ImagePath.of(one).filter(o -> path.isPresent() && !o.isSame(path.get())).isPresent();
  }
}
