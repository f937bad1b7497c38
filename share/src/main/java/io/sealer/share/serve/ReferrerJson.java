package io.sealer.share.serve;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.json.JsonObject;
import io.sealer.oci.json.JsonOut;
import io.sealer.oci.json.MalformedJsonException;
import java.util.Optional;

/** A member of a referrers list, which says what its manifest says (distribution-spec 1.1). */
public final class ReferrerJson {
  private ReferrerJson() {}

  static void write(JsonOut out, Descriptor referrer) {
    out.text("mediaType", referrer.mediaType())
        .text("digest", referrer.digest().toString())
        .number("size", referrer.size())
        .text("artifactType", referrer.artifactType())
        .textMap("annotations", referrer.annotations());
  }

  /** The bytes of one. */
  public static byte[] bytes(Descriptor referrer) {
    return JsonOut.object(out -> write(out, referrer));
  }

  /**
   * Reads what {@link #bytes} wrote.
   *
   * @throws MalformedJsonException when it is damaged
   */
  public static Descriptor read(byte[] content) throws MalformedJsonException {
    JsonObject json = JsonObject.parse(content, "referrer");
    return new Descriptor(
        json.text("mediaType"),
        Digest.parseAny(json.text("digest")),
        json.number("size"),
        Optional.empty(),
        json.optionalText("artifactType"),
        json.textMap("annotations"));
  }
}
