/**
 * What somebody needs who helps from afar: facts, logs and states of a cluster in one file, without
 * secrets.
 */
@NullMarked
package io.sealer.run.support;

import org.jspecify.annotations.NullMarked;
