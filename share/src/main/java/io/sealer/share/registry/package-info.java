/**
 * The data directory of a registry server: content once under its digest, and repositories that say
 * what of it they have. Start at {@link io.sealer.share.registry.RegistryData}.
 */
@NullMarked
package io.sealer.share.registry;

import org.jspecify.annotations.NullMarked;
