/**
 * The Kubefile language: text to instructions with positions. No I/O, no execution. Start at {@link
 * io.sealer.build.kubefile.Kubefile#parse}.
 */
@NullMarked
package io.sealer.build.kubefile;

import org.jspecify.annotations.NullMarked;
