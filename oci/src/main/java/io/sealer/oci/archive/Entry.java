package io.sealer.oci.archive;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Reference;
import java.util.Optional;

/**
 * An image as an archive lists it.
 *
 * @param name its full name, if it has one
 * @param label what stands where the name should be, such as a mere tag; may be empty
 */
record Entry(Optional<Reference> name, String label, Descriptor descriptor) {
  /** The tag that the archive gives it. */
  Optional<String> tag() {
    if (name.isPresent()) {
      return name.get().tag();
    }
    return label.isEmpty() ? Optional.empty() : Optional.of(label);
  }
}
