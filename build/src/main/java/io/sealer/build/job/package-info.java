/** What a build is asked for, tells and answers. */
@NullMarked
package io.sealer.build.job;

import org.jspecify.annotations.NullMarked;
