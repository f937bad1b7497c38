package io.sealer.run;

import java.nio.file.Path;
import java.util.List;

/**
 * A cluster that this machine knows now.
 *
 * @param cluster its name
 * @param image the image that it runs
 * @param revision number of its state, counted from 1
 * @param hosts addresses of all its hosts
 * @param kubeconfig where the administrator's kubeconfig lies
 */
public record Adopted(
    String cluster, String image, long revision, List<String> hosts, Path kubeconfig) {
  public Adopted {
    hosts = List.copyOf(hosts);
  }
}
