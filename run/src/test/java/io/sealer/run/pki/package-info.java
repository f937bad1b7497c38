@NullMarked
package io.sealer.run.pki;

import org.jspecify.annotations.NullMarked;
