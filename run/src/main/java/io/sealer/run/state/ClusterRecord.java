package io.sealer.run.state;

import io.sealer.host.Secret;
import io.sealer.run.clusterfile.Cluster;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * All that another machine needs to go on with a cluster: the files of its {@link ClusterHome} that
 * are not about one machine. Immutable.
 *
 * @param cluster its name, as Clusterfiles allow it
 * @param revision which state it is
 * @param files contents by file name; among them the key of the agents' authority
 */
public record ClusterRecord(String cluster, Revision revision, Map<String, Secret> files) {
  public ClusterRecord {
    // A host may say anything, and the name becomes a directory of this machine.
    Cluster.checkedName(cluster);
    files = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(files));
  }
}
