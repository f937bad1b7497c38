package io.sealer.oci.store;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.OciException;

/** Content is not what its descriptor says. */
public final class CorruptContentException extends OciException {
  private static final long serialVersionUID = 1L;

  /** Says what was expected and what was found. */
  public CorruptContentException(String message) {
    super(message, "the content was changed on its way or on disk; fetch it again");
  }

  /** The length is wrong. */
  public static CorruptContentException size(Descriptor expected, long found) {
    return new CorruptContentException(
        expected.digest() + " must have " + expected.size() + " bytes, but has " + found);
  }

  /** The content is longer than it must be; where it ends was not looked for. */
  public static CorruptContentException tooLong(Descriptor expected) {
    return new CorruptContentException(
        expected.digest() + " must have " + expected.size() + " bytes, but has more");
  }

  /** The digest is wrong. */
  public static CorruptContentException digest(Descriptor expected, Digest found) {
    return new CorruptContentException(
        "content must have digest " + expected.digest() + ", but has " + found);
  }
}
