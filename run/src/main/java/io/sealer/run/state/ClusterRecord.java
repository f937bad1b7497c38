package io.sealer.run.state;

import io.sealer.host.Secret;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * All that another machine needs to go on with a cluster: the files of its {@link ClusterHome} that
 * are not about one machine. Immutable.
 *
 * @param cluster its name
 * @param revision which state it is
 * @param files contents by file name; among them the key of the agents' authority
 */
public record ClusterRecord(String cluster, Revision revision, Map<String, Secret> files) {
  public ClusterRecord {
    files = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(files));
  }
}
