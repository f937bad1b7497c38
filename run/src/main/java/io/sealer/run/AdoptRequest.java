package io.sealer.run;

import io.sealer.run.clusterfile.Ssh;

/**
 * Which cluster is to be learned.
 *
 * @param master address of one of its masters
 * @param ssh how hosts are reached from here
 * @param force whether what this machine knows may be replaced although it is newer, or of another
 *     cluster with the same name
 */
public record AdoptRequest(String master, Ssh ssh, boolean force) {}
