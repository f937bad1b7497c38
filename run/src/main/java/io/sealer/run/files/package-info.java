/**
 * The small files of an image on this machine, and what a Clusterfile makes of them for each host:
 * changed by Configs, rendered with the environment. Start at {@link
 * io.sealer.run.files.HostFiles}.
 */
@NullMarked
package io.sealer.run.files;

import org.jspecify.annotations.NullMarked;
