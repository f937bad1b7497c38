package io.sealer.run;

import io.sealer.oci.registry.CredentialSource;
import java.nio.file.Path;
import java.time.Instant;

/**
 * What a support bundle is made of.
 *
 * @param of the cluster, and how it is reached
 * @param file where it goes; readable by its owner only
 * @param version of the program that makes it
 * @param made when
 * @param logins of this user at registries, whose secrets must not be in it
 */
public record SupportRequest(
    StatusRequest of, Path file, String version, Instant made, CredentialSource logins) {}
