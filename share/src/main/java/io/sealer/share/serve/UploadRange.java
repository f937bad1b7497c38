package io.sealer.share.serve;

import com.sun.net.httpserver.Headers;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a chunk belongs (distribution-spec 1.1, "Pushing a blob in chunks").
 *
 * @param first position of its first byte, from 0
 * @param length bytes
 */
public record UploadRange(long first, long length) {
  private static final Pattern RANGE =
      Pattern.compile("(?:bytes[ =])?(\\d{1,18})-(\\d{1,18})(?:/.*)?");

  /**
   * Understands header {@code Content-Range}; empty when the client does not say.
   *
   * @throws DistributionException when the header makes no sense (416, the only answer that the
   *     specification has for it) or is not what {@code Content-Length} says
   */
  static Optional<UploadRange> of(Headers headers) throws DistributionException {
    String text = headers.getFirst("Content-Range");
    if (text == null) {
      return Optional.empty();
    }
    Matcher range = RANGE.matcher(text.strip());
    long first = range.matches() ? Long.parseLong(range.group(1)) : 0;
    long length = range.matches() ? Long.parseLong(range.group(2)) - first + 1 : -1;
    if (length < 0) {
      throw ErrorCode.BLOB_UPLOAD_OUT_OF_ORDER.because("Content-Range must be START-END");
    }
    String said = headers.getFirst("Content-Length");
    if (length <= 1 && "0".equals(said)) {
      return Optional.of(new UploadRange(first, 0)); // nothing cannot be said with an inclusive end
    }
    if (length == 0) {
      throw ErrorCode.BLOB_UPLOAD_OUT_OF_ORDER.because("Content-Range must be START-END");
    }
    if (said != null && !said.equals(Long.toString(length))) {
      throw ErrorCode.SIZE_INVALID.because("Content-Range and Content-Length do not agree");
    }
    return Optional.of(new UploadRange(first, length));
  }
}
