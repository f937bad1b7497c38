package io.sealer.build.discovery;

import io.sealer.oci.image.ImageLock.Source;
import java.util.List;

/**
 * Text that may be an image name, in a place that does not say so. Not taken unless a rule says
 * {@code take}.
 *
 * @param name as written
 * @param sources where it stands
 */
public record Candidate(String name, Confidence confidence, List<Source> sources) {
  public Candidate {
    sources = List.copyOf(sources);
  }

  /** How likely it is an image that will be pulled. */
  public enum Confidence {
    /** A ConfigMap's value or an argument. */
    LOW,
    /** A field called image of a kind without a rule. */
    MEDIUM,
    /** An environment variable by which operators are told images. */
    HIGH,
    /** An image for certain, but its name is known only when templates are filled in. */
    TEMPLATE
  }
}
