/**
 * What others need to install, configure and call the agent of a host; light, and the same on both
 * sides. Paths in {@link io.sealer.node.api.AgentPaths}, files in {@link
 * io.sealer.node.api.AgentConfig}, {@link io.sealer.node.api.AgentUnit} and {@link
 * io.sealer.node.api.HostsToml}, command lines in {@link io.sealer.node.api.NodeCommands}, moving
 * content in {@link io.sealer.node.api.ContentTalk}, names in {@link
 * io.sealer.node.api.NamesTable}.
 */
@NullMarked
package io.sealer.node.api;

import org.jspecify.annotations.NullMarked;
