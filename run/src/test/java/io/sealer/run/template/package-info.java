@NullMarked
package io.sealer.run.template;

import org.jspecify.annotations.NullMarked;
