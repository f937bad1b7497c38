package io.sealer.run.clusterfile;

import java.util.List;

/** A line of /etc/hosts on every host: an address and its names. */
public record HostAlias(String ip, List<String> hostnames) {
  public HostAlias {
    hostnames = List.copyOf(hostnames);
  }
}
