@NullMarked
package io.sealer.share.registry;

import org.jspecify.annotations.NullMarked;
