@NullMarked
package io.sealer.node;

import org.jspecify.annotations.NullMarked;
