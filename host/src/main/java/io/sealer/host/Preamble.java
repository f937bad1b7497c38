package io.sealer.host;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * The part of a stream before a command's own output: what login scripts, banners and sudo say, up
 * to a line that begins with our mark. Not thread-safe.
 */
final class Preamble {
  private static final int LONGEST = 1 << 16;

  private final String mark;
  // ISO 8859-1: one character for each byte, so that positions are the same.
  private String heard = "";
  private Optional<String> markLine = Optional.empty();

  Preamble(String mark) {
    this.mark = mark;
  }

  /** Takes bytes; answers those after the mark's line, once it has come. */
  byte[] add(byte[] bytes) {
    if (markLine.isPresent()) {
      return bytes;
    }
    heard += new String(bytes, StandardCharsets.ISO_8859_1);
    int at = heard.indexOf(mark);
    int end = at < 0 ? -1 : heard.indexOf('\n', at);
    if (end < 0) {
      heard = heard.substring(Math.max(0, heard.length() - LONGEST));
      return new byte[0];
    }
    markLine = Optional.of(heard.substring(at + mark.length(), end).strip());
    int rest = heard.length() - end - 1;
    return Arrays.copyOfRange(bytes, bytes.length - rest, bytes.length);
  }

  /** What stood on the mark's line after it; empty until it has come. */
  Optional<String> markLine() {
    return markLine;
  }

  /** What came instead of the mark. */
  String noise() {
    return new String(heard.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }
}
