package io.sealer.run.state;

import io.sealer.oci.Reference;
import java.util.Optional;

/**
 * What all versions of an image have in common, wherever they are mirrored: the repository without
 * the registry, without {@code library/}.
 *
 * @param text such as {@code team/shop}
 */
public record ImagePath(String text) {
  private static final String LIBRARY = "library/";

  /** Of an image's name; empty when it is none. */
  public static Optional<ImagePath> of(String image) {
    try {
      String repository = Reference.parse(image).repository();
      boolean plain = !repository.startsWith(LIBRARY);
      return Optional.of(
          new ImagePath(plain ? repository : repository.substring(LIBRARY.length())));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * Whether both are one image: rooms without internet mirror images under prefixes of their own.
   */
  public boolean isSame(ImagePath other) {
    return last().equals(other.last());
  }

  /** Whether one is the other below a prefix, as mirrors have it. */
  boolean isMirrorOf(ImagePath other) {
    return text.endsWith("/" + other.text) || other.text.endsWith("/" + text);
  }

  private String last() {
    return text.substring(text.lastIndexOf('/') + 1);
  }
}
