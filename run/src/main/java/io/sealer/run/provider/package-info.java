/**
 * Where hosts come from: given by the user, or made on this machine. Start at {@link
 * io.sealer.run.provider.Provider}.
 *
 * <p>A provider knows nothing of Kubernetes: what it hands out are machines with an address and a
 * way to log in.
 */
@NullMarked
package io.sealer.run.provider;

import org.jspecify.annotations.NullMarked;
