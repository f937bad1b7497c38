package io.sealer.node.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.OciException;
import io.sealer.oci.Progress;
import io.sealer.oci.store.ContentSource;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Many blobs in one stream, to a host over ssh. A text header says what follows, then come the
 * bytes of every piece without anything between them:
 *
 * <pre>
 * sealer-blobs 1 COUNT
 * DIGEST SIZE OFFSET MEDIATYPE      (COUNT lines)
 * (empty line)
 * bytes
 * </pre>
 *
 * The receiver verifies each blob; the sender does not, for it may not see all of it.
 */
public final class BlobStream {
  private static final String MAGIC = "sealer-blobs 1 ";
  private static final int LINE_LIMIT = 1024;
  private static final int COUNT_LIMIT = 1_000_000;
  private static final int BUFFER = 1 << 17;

  private BlobStream() {}

  /** Standard input of {@code sealer-node missing}: these blobs, which are wanted. */
  public static byte[] question(Collection<Descriptor> wanted) {
    var text = new StringBuilder();
    for (Descriptor d : wanted) {
      text.append(d.digest()).append(' ').append(d.size()).append('\n');
    }
    return text.toString().getBytes(UTF_8);
  }

  /**
   * What {@code sealer-node missing} has printed: what to send, in the order of the question.
   *
   * @throws OciException when it is something else
   */
  public static List<Piece> answer(Collection<Descriptor> wanted, String printed)
      throws OciException {
    Map<String, Long> positions = new HashMap<>();
    for (String line : printed.lines().toList()) {
      String[] words = line.split(" ");
      try {
        positions.put(words[0], Long.parseLong(words[1]));
      } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
        throw malformed("answer '" + line + "' is not 'DIGEST POSITION'", e);
      }
    }
    var pieces = new ArrayList<Piece>();
    for (Descriptor d : wanted) {
      Long position = positions.remove(d.digest().toString());
      if (position != null) {
        pieces.add(new Piece(d, position));
      }
    }
    return pieces;
  }

  /**
   * Writes pieces; progress is told by digest. Does not close the stream.
   *
   * @throws io.sealer.oci.store.MissingContentException when the source lacks one; the stream is
   *     broken then
   */
  public static void write(
      OutputStream out, List<Piece> pieces, ContentSource source, Progress progress)
      throws IOException {
    out.write(header(pieces).getBytes(UTF_8));
    byte[] buffer = new byte[BUFFER];
    for (Piece piece : pieces) {
      String what = piece.descriptor().digest().toString();
      progress.started(what, piece.length());
      try (InputStream in = source.open(piece.descriptor().digest())) {
        in.skipNBytes(piece.offset());
        copy(in, out, piece, buffer, progress);
      }
      progress.done(what, false);
    }
    out.flush();
  }

  private static String header(List<Piece> pieces) {
    var text = new StringBuilder(MAGIC).append(pieces.size()).append('\n');
    for (Piece piece : pieces) {
      Descriptor d = piece.descriptor();
      text.append(d.digest()).append(' ').append(d.size()).append(' ').append(piece.offset());
      text.append(' ').append(d.mediaType()).append('\n');
    }
    return text.append('\n').toString();
  }

  private static void copy(
      InputStream in, OutputStream out, Piece piece, byte[] buffer, Progress progress)
      throws IOException {
    long left = piece.length();
    while (left > 0) {
      int n = in.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (n < 0) {
        throw new EOFException(
            "content " + piece.descriptor().digest() + " ends " + left + " bytes too early");
      }
      out.write(buffer, 0, n);
      left -= n;
      progress.advanced(piece.descriptor().digest().toString(), n);
    }
  }

  /**
   * Reads the header; the bytes of the pieces follow in the stream, in this order.
   *
   * @throws OciException when the stream is something else, or of a newer version
   */
  public static List<Piece> readHeader(InputStream in) throws IOException {
    String first = line(in);
    if (!first.startsWith(MAGIC)) {
      throw malformed("it does not begin with '" + MAGIC + "'");
    }
    int count = (int) number(first.substring(MAGIC.length()), COUNT_LIMIT);
    var pieces = new ArrayList<Piece>();
    for (int i = 0; i < count; i++) {
      pieces.add(piece(line(in)));
    }
    if (!line(in).isEmpty()) {
      throw malformed("it announces more than " + count + " blobs");
    }
    return pieces;
  }

  private static Piece piece(String line) throws OciException {
    String[] words = line.split(" ", 4);
    if (words.length != 4) {
      throw malformed("'" + line + "' is not 'DIGEST SIZE OFFSET MEDIATYPE'");
    }
    try {
      long size = number(words[1], Long.MAX_VALUE);
      return new Piece(
          Descriptor.of(words[3], Digest.parse(words[0]), size), number(words[2], size));
    } catch (IllegalArgumentException e) {
      throw malformed(String.valueOf(e.getMessage()), e);
    }
  }

  private static long number(String text, long limit) throws OciException {
    try {
      long number = Long.parseLong(text);
      if (number >= 0 && number <= limit) {
        return number;
      }
      throw malformed("number " + text + " is out of range");
    } catch (NumberFormatException e) {
      throw malformed("'" + text + "' is no number", e);
    }
  }

  private static String line(InputStream in) throws IOException {
    var text = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the stream of blobs ends within its header");
      }
      if (text.length() == LINE_LIMIT) {
        throw malformed("a line is longer than " + LINE_LIMIT + " bytes");
      }
      text.append((char) c);
    }
    return text.toString();
  }

  private static OciException malformed(String problem) {
    return new OciException("no stream of blobs: " + problem, hint());
  }

  private static OciException malformed(String problem, Throwable cause) {
    return new OciException("no stream of blobs: " + problem, hint(), cause);
  }

  private static String hint() {
    return "use the same version of sealer on both sides";
  }
}
