package io.sealer.run;

import java.nio.file.Path;
import java.time.Instant;

/**
 * What a support bundle is made of.
 *
 * @param of the cluster, and how it is reached
 * @param file where it goes; readable by its owner only
 * @param version of the program that makes it
 * @param made when
 */
public record SupportRequest(StatusRequest of, Path file, String version, Instant made) {}
