package io.sealer.run;

import java.util.List;

/**
 * An application that is launched in a cluster.
 *
 * @param name its name
 * @param type kube, helm, shell, kustomize or commands
 * @param image the image that brought it
 * @param state {@code available}, {@code progressing}, {@code failed}, {@code missing}, or {@code
 *     launched} when its commands do not tell what they made
 * @param message why it is not available; empty when it is
 * @param launched when it was last launched, RFC 3339
 * @param objects what it consists of
 */
public record ClusterApp(
    String name,
    String type,
    String image,
    String state,
    String message,
    String launched,
    List<AppObjectStatus> objects) {
  public ClusterApp {
    objects = List.copyOf(objects);
  }

  /**
   * An object of an application.
   *
   * @param kind its kind
   * @param namespace empty for objects of the whole cluster
   * @param name its name
   * @param state {@code available}, {@code progressing}, {@code failed} or {@code missing}
   * @param message why it is not available; empty when it is
   */
  public record AppObjectStatus(
      String kind, String namespace, String name, String state, String message) {}
}
