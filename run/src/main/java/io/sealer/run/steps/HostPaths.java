package io.sealer.run.steps;

import io.sealer.run.clusterfile.Cluster;

/** Where things lie on hosts. */
public final class HostPaths {
  /** Everything of the agent and of our own book-keeping. */
  public static final String NODE = "/var/lib/sealer/node";

  /** For each step that is done, a file with the digest of its inputs. */
  public static final String STEPS = NODE + "/steps";

  /** The administrator's kubeconfig on masters. */
  public static final String ADMIN_CONF = "/etc/kubernetes/admin.conf";

  private HostPaths() {}

  /** Directory of everything that belongs to a cluster. */
  public static String data(Cluster cluster) {
    return cluster.dataRoot() + "/" + cluster.name();
  }

  /** Files of an application image that was added to a cluster. */
  public static String app(Cluster cluster, String app) {
    return data(cluster) + "/apps/" + app;
  }

  /** The image's files. */
  public static String rootfs(Cluster cluster) {
    return data(cluster) + "/rootfs";
  }
}
