@NullMarked
package io.sealer.node.balancer;

import org.jspecify.annotations.NullMarked;
