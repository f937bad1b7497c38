/**
 * Looks at a running cluster and says what is wrong with it: hosts, services, certificates, etcd,
 * nodes, pods, images, balancer, mirror. Changes nothing. Start at {@link
 * io.sealer.run.check.HostCheck}.
 */
@NullMarked
package io.sealer.run.check;

import org.jspecify.annotations.NullMarked;
