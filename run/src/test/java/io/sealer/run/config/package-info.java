@NullMarked
package io.sealer.run.config;

import org.jspecify.annotations.NullMarked;
