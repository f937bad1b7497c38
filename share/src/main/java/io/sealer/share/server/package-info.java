/**
 * The registry server as a process: listening, TLS, who may come in. What it serves is given by the
 * caller. Start at {@link io.sealer.share.server.RegistryServer}.
 */
@NullMarked
package io.sealer.share.server;

import org.jspecify.annotations.NullMarked;
