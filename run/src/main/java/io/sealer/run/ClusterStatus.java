package io.sealer.run;

import java.nio.file.Path;
import java.util.List;

/**
 * What a cluster is now.
 *
 * @param cluster its name
 * @param image the cluster image as it was asked for
 * @param digest the image's digest
 * @param kubernetes the API server's version; empty when it does not answer
 * @param kubeconfig the administrator's kubeconfig on this machine
 * @param hosts its hosts, masters first
 * @param apps what is launched in it
 */
public record ClusterStatus(
    String cluster,
    String image,
    String digest,
    String kubernetes,
    Path kubeconfig,
    List<HostStatus> hosts,
    List<AppStatus> apps) {
  public ClusterStatus {
    hosts = List.copyOf(hosts);
    apps = List.copyOf(apps);
  }

  /** Whether an API server could be asked. */
  public boolean answers() {
    return !kubernetes.isEmpty();
  }

  /**
   * One host.
   *
   * @param ip its address
   * @param name its node's name; empty when it is not a node
   * @param roles as wanted
   * @param ready whether the node is Ready
   * @param version its kubelet's version; empty when unknown
   * @param arch as GOARCH; empty when unknown
   * @param message why it could not be asked, and what to do; empty when that was not needed or
   *     went well
   */
  public record HostStatus(
      String ip,
      String name,
      List<String> roles,
      boolean ready,
      String version,
      String arch,
      String message) {
    public HostStatus {
      roles = List.copyOf(roles);
    }
  }

  /**
   * One application.
   *
   * @param name its name
   * @param type kube, helm, shell or kustomize
   * @param state {@code available}, {@code progressing}, {@code failed}, {@code missing} or {@code
   *     launched}
   * @param message why it is not available; empty when it is
   */
  public record AppStatus(String name, String type, String state, String message) {}
}
