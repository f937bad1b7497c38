/**
 * Content on its way into a store: one fetch however many want it, which they read while it comes,
 * and which goes on when they leave. The agent fetches from other agents so, the pull-through cache
 * from registries. Start at {@link io.sealer.share.flight.Flights}.
 */
@NullMarked
package io.sealer.share.flight;

import org.jspecify.annotations.NullMarked;
