/**
 * What the kernel does with packets, asked for through netlink without any program of the host:
 * nftables, IPVS, connection tracking, routes, ending connections. All in the network namespace of
 * the calling thread. Start at {@link io.sealer.linux.net.NatTable}.
 */
@NullMarked
package io.sealer.linux.net;

import org.jspecify.annotations.NullMarked;
