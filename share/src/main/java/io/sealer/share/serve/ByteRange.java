package io.sealer.share.serve;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of a content that a client wants (RFC 9110, section 14).
 *
 * @param first first byte, from 0
 * @param length bytes, at least one
 */
record ByteRange(long first, long length) {
  private static final Pattern SINGLE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

  /**
   * Understands a header {@code Range}; empty when all is to be sent: no range, several ranges, or
   * another unit.
   *
   * @throws DistributionException when the range is outside of the content or ends before it
   *     starts, which other registries refuse too
   */
  static Optional<ByteRange> of(Optional<String> header, long size) throws DistributionException {
    if (header.isEmpty()) {
      return Optional.empty();
    }
    Matcher parts = SINGLE.matcher(header.get());
    if (!parts.matches() || (parts.group(1).isEmpty() && parts.group(2).isEmpty())) {
      return Optional.empty();
    }
    return parts.group(1).isEmpty()
        ? last(Long.parseLong(parts.group(2)), size)
        : from(Long.parseLong(parts.group(1)), parts.group(2), size);
  }

  private static Optional<ByteRange> last(long count, long size) throws DistributionException {
    long length = Math.min(count, size);
    if (length == 0) {
      throw outside(size);
    }
    return Optional.of(new ByteRange(size - length, length));
  }

  private static Optional<ByteRange> from(long first, String lastText, long size)
      throws DistributionException {
    long last = lastText.isEmpty() ? size - 1 : Math.min(Long.parseLong(lastText), size - 1);
    if (first >= size || last < first) {
      throw outside(size);
    }
    return Optional.of(new ByteRange(first, last - first + 1));
  }

  private static DistributionException outside(long size) {
    return ErrorCode.RANGE_INVALID.because("the content has only " + size + " bytes");
  }

  /** Value of header {@code Content-Range}. */
  String contentRange(long size) {
    return "bytes " + first + "-" + (first + length - 1) + "/" + size;
  }
}
