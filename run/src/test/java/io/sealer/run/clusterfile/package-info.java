@NullMarked
package io.sealer.run.clusterfile;

import org.jspecify.annotations.NullMarked;
