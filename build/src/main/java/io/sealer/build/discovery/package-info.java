/**
 * Finds the names of workload images in content, each with the place where it stands. Typed by
 * Kubernetes kind, never by searching text. Fetches nothing. Start at {@link
 * io.sealer.build.discovery.Discovery}.
 */
@NullMarked
package io.sealer.build.discovery;

import org.jspecify.annotations.NullMarked;
