/**
 * What Config documents and the files of Application configurations do to a file: a pipeline over
 * their data, then overwrite or merge. Knows no images or hosts. Start at {@link
 * io.sealer.run.config.FileEdit}.
 */
@NullMarked
package io.sealer.run.config;

import org.jspecify.annotations.NullMarked;
