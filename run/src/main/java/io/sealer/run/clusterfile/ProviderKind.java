package io.sealer.run.clusterfile;

/** Where hosts come from. */
public enum ProviderKind {
  /** They exist; the user gives their addresses. */
  BAREMETAL,
  /** Made on this machine. */
  CONTAINER
}
