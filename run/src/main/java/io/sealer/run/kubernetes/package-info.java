/**
 * Kubernetes by kubeadm: its configuration, and the steps that make masters and workers of hosts.
 * Start at {@link io.sealer.run.kubernetes.KubernetesSteps}.
 */
@NullMarked
package io.sealer.run.kubernetes;

import org.jspecify.annotations.NullMarked;
