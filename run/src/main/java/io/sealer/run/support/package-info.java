/**
 * What somebody needs who helps from afar: facts, logs and states of a cluster in one file, secrets
 * taken out.
 */
@NullMarked
package io.sealer.run.support;

import org.jspecify.annotations.NullMarked;
