/**
 * The local store: content under its digest, names on top, on disk an OCI layout that any tool can
 * read. Start at {@link io.sealer.oci.store.ImageStore}.
 */
@NullMarked
package io.sealer.oci.store;

import org.jspecify.annotations.NullMarked;
