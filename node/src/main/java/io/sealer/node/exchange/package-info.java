/**
 * Content from other agents, over mutual TLS: who is asked first ({@link
 * io.sealer.node.exchange.Peers}), one fetch for all who want the same ({@link
 * io.sealer.share.flight.Flights}), and keys that may change while we run ({@link
 * io.sealer.node.exchange.AgentTls}).
 */
@NullMarked
package io.sealer.node.exchange;

import org.jspecify.annotations.NullMarked;
