package io.sealer.linux.net;

import java.net.InetSocketAddress;

/**
 * A connection with a virtual address, as the kernel keeps it.
 *
 * @param client who opened it
 * @param server who it really goes to
 */
public record Tracked(InetSocketAddress client, InetSocketAddress server) {}
