@NullMarked
package io.sealer.run.report;

import org.jspecify.annotations.NullMarked;
