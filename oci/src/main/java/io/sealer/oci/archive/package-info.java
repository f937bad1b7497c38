/**
 * One-file archives of images as they stream by: OCI layouts as tar (skopeo's {@code oci-archive:},
 * ours, docker save since 25) and docker-archive (docker save). Start at {@link
 * io.sealer.oci.archive.ImageArchive}.
 */
@NullMarked
package io.sealer.oci.archive;

import org.jspecify.annotations.NullMarked;
