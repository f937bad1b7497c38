package io.sealer.build.discovery;

import io.sealer.oci.Reference;

/**
 * An image that a rule leaves out.
 *
 * @param rule where the rule stands and its reason
 */
public record Ignored(Reference name, String rule) {}
