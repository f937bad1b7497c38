/**
 * Sessions with machines, over ssh or on this one: run commands, move files, gather facts.
 *
 * <p>Start at {@link io.sealer.host.Connector}: a {@link io.sealer.host.Target} goes in, a {@link
 * io.sealer.host.Session} comes out, and every failure is a {@link io.sealer.host.HostException}
 * that names the host and what to do. Nothing in here knows images, clusters or steps.
 */
@NullMarked
package io.sealer.host;

import org.jspecify.annotations.NullMarked;
