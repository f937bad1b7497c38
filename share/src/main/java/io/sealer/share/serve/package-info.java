/**
 * The server side of the OCI distribution API (distribution-spec 1.1, "Endpoints"): what is asked
 * for ({@link io.sealer.share.serve.Route}), what is there ({@link
 * io.sealer.share.serve.ServedContent}, given by the caller), and how it is told over http ({@link
 * io.sealer.share.serve.DistributionHandler}). What is sent goes into a {@link
 * io.sealer.share.serve.PushTarget}, if there is one. A new endpoint is a new route.
 */
@NullMarked
package io.sealer.share.serve;

import org.jspecify.annotations.NullMarked;
