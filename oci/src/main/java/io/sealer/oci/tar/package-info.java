/**
 * Tar (POSIX.1-2017 "pax", ustar, and GNU's long names), streamed: a reader that trusts nothing it
 * reads, and a writer whose bytes depend on its input alone. Start at {@link
 * io.sealer.oci.tar.TarReader} and {@link io.sealer.oci.tar.TarWriter}.
 */
@NullMarked
package io.sealer.oci.tar;

import org.jspecify.annotations.NullMarked;
