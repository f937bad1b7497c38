/**
 * What every host gets before Kubernetes: agent, content, files of the image, container runtime,
 * kubelet. Start at {@link io.sealer.run.steps.HostSteps}.
 */
@NullMarked
package io.sealer.run.steps;

import org.jspecify.annotations.NullMarked;
