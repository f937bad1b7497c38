/**
 * Debian's docker-registry for tests of every room (published as oci's test-jar). Start at {@link
 * io.sealer.oci.registry.testing.DockerRegistry}.
 */
@NullMarked
package io.sealer.oci.registry.testing;

import org.jspecify.annotations.NullMarked;
