package io.sealer.share.serve;

import com.sun.net.httpserver.HttpExchange;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a chunk belongs (distribution-spec 1.1, "Pushing a blob in chunks"). */
final class UploadRange {
  private static final Pattern RANGE =
      Pattern.compile("(?:bytes[ =])?(\\d{1,18})-(\\d{1,18})(?:/.*)?");

  private UploadRange() {}

  /**
   * The first byte's position; empty when the client does not say.
   *
   * @throws DistributionException when the header makes no sense
   */
  static OptionalLong start(HttpExchange exchange) throws DistributionException {
    String header = exchange.getRequestHeaders().getFirst("Content-Range");
    if (header == null) {
      return OptionalLong.empty();
    }
    Matcher range = RANGE.matcher(header.strip());
    if (!range.matches()) {
      throw ErrorCode.BLOB_UPLOAD_INVALID.because("Content-Range must be START-END");
    }
    long start = Long.parseLong(range.group(1));
    long length = Long.parseLong(range.group(2)) - start + 1;
    String said = exchange.getRequestHeaders().getFirst("Content-Length");
    if (said != null && !said.equals(Long.toString(length)) && !(length <= 1 && said.equals("0"))) {
      throw ErrorCode.SIZE_INVALID.because("Content-Range and Content-Length do not agree");
    }
    return OptionalLong.of(start);
  }
}
