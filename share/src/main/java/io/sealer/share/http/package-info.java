/**
 * An http/1.1 listener (RFC 9112) for blocking handlers on virtual threads. Exchanges are those of
 * the JDK's server, so that a handler runs under either; this one adds what a registry needs:
 * clients that are too slow are cut off while they send or read, however long a request may be, and
 * files leave without passing through the heap. Knows nothing of registries. Start at {@link
 * io.sealer.share.http.HttpListener}.
 */
@NullMarked
package io.sealer.share.http;

import org.jspecify.annotations.NullMarked;
