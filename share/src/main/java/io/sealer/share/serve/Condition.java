package io.sealer.share.serve;

import com.sun.net.httpserver.Headers;
import io.sealer.oci.Digest;
import java.util.Optional;

/**
 * What must hold for a request to count (RFC 9110, section 13.1); an entity tag is a digest in
 * quotes.
 *
 * @param match header {@code If-Match}: what must be there, or {@code *}
 * @param noneMatch header {@code If-None-Match}: what must not be there, or {@code *}
 */
public record Condition(Optional<String> match, Optional<String> noneMatch) {
  /** Always holds. */
  public static final Condition NONE = new Condition(Optional.empty(), Optional.empty());

  static Condition of(Headers headers) {
    return new Condition(
        Optional.ofNullable(headers.getFirst("If-Match")),
        Optional.ofNullable(headers.getFirst("If-None-Match")));
  }

  /** Whether there is one. */
  public boolean isAny() {
    return match.isPresent() || noneMatch.isPresent();
  }

  /**
   * For what changes something.
   *
   * @param there what is there now
   * @throws DistributionException (412) when it does not hold
   */
  public void require(Optional<Digest> there) throws DistributionException {
    requireMatch(there);
    if (names(noneMatch, there)) {
      throw failed(there);
    }
  }

  /** Looks at {@code If-Match} alone. */
  void requireMatch(Optional<Digest> there) throws DistributionException {
    if (match.isPresent() && !names(match, there)) {
      throw failed(there);
    }
  }

  /** Whether the client has this already. */
  boolean isKnown(Digest digest) {
    return names(noneMatch, Optional.of(digest));
  }

  private static DistributionException failed(Optional<Digest> there) {
    return ErrorCode.CONDITION_FAILED.because(
        there.map(d -> "what is here now is " + d).orElse("there is nothing here now"));
  }

  private static boolean names(Optional<String> header, Optional<Digest> there) {
    return header.isPresent()
        && there.isPresent()
        && (header.get().strip().equals("*") || header.get().contains(tag(there.get())));
  }

  /** The entity tag of a content. */
  static String tag(Digest digest) {
    return "\"" + digest + "\"";
  }
}
