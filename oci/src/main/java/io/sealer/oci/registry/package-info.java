/**
 * The client side of the OCI distribution specification: pulls images into a store and pushes them
 * from it, logs in and out.
 *
 * <p>Start at {@link io.sealer.oci.registry.ImagePuller} and {@link
 * io.sealer.oci.registry.ImagePusher}; both work over one {@link
 * io.sealer.oci.registry.RegistryClient} a run, whose logins are a {@link
 * io.sealer.oci.registry.CredentialStore}. Everything a registry does wrong is a {@link
 * io.sealer.oci.registry.RegistryException}.
 */
@NullMarked
package io.sealer.oci.registry;

import org.jspecify.annotations.NullMarked;
