package io.sealer.run;

import java.util.List;

/**
 * How a removal ended.
 *
 * @param cluster name of the cluster
 * @param hosts addresses of the hosts that are clean now
 * @param forgotten addresses of hosts that were given up as they are: they could not be reached, or
 *     belong to another cluster now
 */
public record DeleteResult(String cluster, List<String> hosts, List<String> forgotten) {
  public DeleteResult {
    hosts = List.copyOf(hosts);
    forgotten = List.copyOf(forgotten);
  }
}
