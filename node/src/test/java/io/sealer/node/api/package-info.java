@NullMarked
package io.sealer.node.api;

import org.jspecify.annotations.NullMarked;
