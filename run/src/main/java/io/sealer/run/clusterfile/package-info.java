/**
 * Clusterfiles: what a user wants, read strictly and written back without secrets. Knows nothing of
 * hosts' state and opens no connection. Start at {@link
 * io.sealer.run.clusterfile.ClusterfileReader}; the same model comes from flags by {@link
 * io.sealer.run.clusterfile.ClusterFlags}.
 */
@NullMarked
package io.sealer.run.clusterfile;

import org.jspecify.annotations.NullMarked;
