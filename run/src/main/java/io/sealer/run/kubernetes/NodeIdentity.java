package io.sealer.run.kubernetes;

/**
 * How a host appears in Kubernetes.
 *
 * @param name the node's name
 * @param address the address it is reached at
 * @param schedulable whether a master runs workloads too
 */
public record NodeIdentity(String name, String address, boolean schedulable) {}
