@NullMarked
package io.sealer.run.files;

import org.jspecify.annotations.NullMarked;
