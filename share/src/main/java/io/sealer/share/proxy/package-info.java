/**
 * A pull-through cache in front of any number of registries: names stay what they are, content is
 * fetched once and served while it arrives, and what was fetched stays available when a registry is
 * not. Start at {@link io.sealer.share.proxy.ProxyContent}.
 */
@NullMarked
package io.sealer.share.proxy;

import org.jspecify.annotations.NullMarked;
