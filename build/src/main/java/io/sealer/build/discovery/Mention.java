package io.sealer.build.discovery;

import io.sealer.oci.image.ImageLock.Source;

/**
 * An image name where it stands.
 *
 * @param name as written
 */
public record Mention(String name, Source source) {}
