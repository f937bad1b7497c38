@NullMarked
package io.sealer.node.serve;

import org.jspecify.annotations.NullMarked;
