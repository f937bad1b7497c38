package io.sealer.run.provider.container;

import io.sealer.run.clusterfile.HostGroup;
import io.sealer.run.clusterfile.Ssh;
import io.sealer.run.provider.ProviderListener;
import io.sealer.run.provider.ProviderRequest;
import io.sealer.run.provider.ProviderSite;
import java.nio.file.Path;
import java.util.List;

/** A process that makes hosts and may be killed while it does. */
final class EnsureMain {
  private EnsureMain() {}

  static ProviderRequest request(String cluster, ProviderSite site, int masters, int nodes) {
    var groups = List.of(HostGroup.counted("master", masters), HostGroup.counted("node", nodes));
    return new ProviderRequest(cluster, groups, Ssh.NOTHING, site, false);
  }

  /** Arguments: home, cache, cluster. */
  public static void main(String[] args) throws Exception {
    var site = new ProviderSite(Path.of(args[0]), Path.of(args[1]));
    new ContainerProvider().ensure(request(args[2], site, 1, 2), ProviderListener.NONE);
  }
}
