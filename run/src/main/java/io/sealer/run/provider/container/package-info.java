/**
 * Hosts made on this machine: each a whole Debian with systemd and sshd, booted by systemd-nspawn
 * on a copy-on-write root tree, in a network of the cluster's own that leads nowhere else. Start at
 * {@link io.sealer.run.provider.container.ContainerProvider}.
 *
 * <p>Nothing is kept in memory: what exists is read from the cluster's directory, the cgroups, the
 * mounts and the links, so that any interruption can be continued or cleaned up. The recipe of the
 * root tree is the node image's (scripts of {@code images/node}, carried as resources).
 */
@NullMarked
package io.sealer.run.provider.container;

import org.jspecify.annotations.NullMarked;
