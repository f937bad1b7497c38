/**
 * Workload images of a build: from names that were found to manifests in the store and entries of
 * the lock. Start at {@link io.sealer.build.workload.Workloads}.
 */
@NullMarked
package io.sealer.build.workload;

import org.jspecify.annotations.NullMarked;
