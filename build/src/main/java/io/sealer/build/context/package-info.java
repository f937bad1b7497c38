/**
 * The build context: which files there are, what was left out, what they contain. Start at {@link
 * io.sealer.build.context.BuildContext}.
 */
@NullMarked
package io.sealer.build.context;

import org.jspecify.annotations.NullMarked;
