package io.sealer.node.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.OciException;
import io.sealer.oci.OciJson;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a host gets content from the operator, who talks with {@code sealer-node receive} over its
 * standard input and output: one process for the question, the bytes and the names.
 *
 * <pre>
 * operator  sealer-content 1 COUNT
 *           DIGEST SIZE MEDIATYPE          (COUNT lines)
 * host      lacks DIGEST POSITION          (a line for each that is not there whole)
 *           asked
 * operator  bytes from POSITION on of all that is lacking, in the order of the question
 * host      stored DIGEST SIZE | present DIGEST SIZE | failed DIGEST REASON    (a line for each)
 * operator  names LENGTH                   (0: no names)
 *           JSON of a {@link NamesTable}
 * host      names COUNT                    (not when LENGTH is 0)
 * </pre>
 *
 * The host verifies each blob; the operator does not, for it may not send all of it. Names are
 * taken only when all content has arrived.
 */
public final class ContentTalk {
  private static final String MAGIC = "sealer-content 1 ";
  private static final String LACKS = "lacks ";
  private static final String ASKED = "asked";
  private static final String FAILED = "failed ";
  private static final String NAMES = "names ";
  private static final int LINE_LIMIT = 1024;
  private static final int COUNT_LIMIT = 1_000_000;

  private ContentTalk() {}

  static byte[] question(Collection<Descriptor> wanted) {
    var text = new StringBuilder(MAGIC).append(wanted.size()).append('\n');
    for (Descriptor d : wanted) {
      text.append(d.digest()).append(' ').append(d.size()).append(' ').append(d.mediaType());
      text.append('\n');
    }
    return text.toString().getBytes(UTF_8);
  }

  static void writeNames(OutputStream out, Optional<NamesTable> table) throws IOException {
    byte[] json = table.map(NamesTable::toJson).orElseGet(() -> new byte[0]);
    out.write((NAMES + json.length + "\n").getBytes(UTF_8));
    out.write(json);
  }

  /** What the host says of a blob of which it has so many bytes. */
  public static String lacks(Descriptor blob, long position) {
    return LACKS + blob.digest() + " " + position;
  }

  /** What the host says when it has looked for all blobs. */
  public static String asked() {
    return ASKED;
  }

  /** What the host says of a blob that it could not take. */
  public static String failed(Descriptor blob, String why) {
    return FAILED + blob.digest() + " " + why;
  }

  /** Which blob the host could not take, and why, if a line is about that. */
  static Optional<String> failure(String line) {
    return line.startsWith(FAILED)
        ? Optional.of(line.substring(FAILED.length()))
        : Optional.empty();
  }

  /** Whether a line of the host is its last about what it lacks. */
  static boolean isAsked(String line) {
    return line.equals(ASKED);
  }

  /**
   * What to send because of a line of the host; empty when it is about something else.
   *
   * @param wanted the blobs of the question by digest
   * @throws OciException when it lacks what was not in the question
   */
  static Optional<Piece> lacking(Map<String, Descriptor> wanted, String line) throws OciException {
    if (!line.startsWith(LACKS)) {
      return Optional.empty();
    }
    String[] words = line.split(" ");
    if (words.length != 3) {
      throw malformed("'" + line + "' is not 'lacks DIGEST POSITION'");
    }
    Descriptor blob = wanted.get(words[1]);
    if (blob == null) {
      throw malformed("nobody asked for " + words[1]);
    }
    return Optional.of(new Piece(blob, number(words[2], blob.size())));
  }

  /**
   * Reads the operator's question.
   *
   * @throws OciException when the stream is something else, or of a newer version
   */
  public static List<Descriptor> readQuestion(InputStream in) throws IOException {
    String first = line(in);
    if (!first.startsWith(MAGIC)) {
      throw malformed("it does not begin with '" + MAGIC + "'");
    }
    long count = number(first.substring(MAGIC.length()), COUNT_LIMIT);
    var wanted = new ArrayList<Descriptor>();
    for (long i = 0; i < count; i++) {
      wanted.add(wanted(line(in)));
    }
    return wanted;
  }

  private static Descriptor wanted(String line) throws OciException {
    String[] words = line.split(" ", 3);
    if (words.length != 3) {
      throw malformed("'" + line + "' is not 'DIGEST SIZE MEDIATYPE'");
    }
    try {
      return Descriptor.of(words[2], Digest.parse(words[0]), number(words[1], Long.MAX_VALUE));
    } catch (IllegalArgumentException e) {
      throw malformed(String.valueOf(e.getMessage()), e);
    }
  }

  /** Reads the names that follow the content. */
  public static Optional<NamesTable> readNames(InputStream in) throws IOException {
    String head = line(in);
    if (!head.startsWith(NAMES)) {
      throw malformed("'" + head + "' is not 'names LENGTH'");
    }
    int length = (int) number(head.substring(NAMES.length()), OciJson.LIMIT);
    if (length == 0) {
      return Optional.empty();
    }
    byte[] json = in.readNBytes(length);
    if (json.length < length) {
      throw new EOFException("the talk about content ends within the names");
    }
    return Optional.of(NamesTable.parse(json));
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
        throw new EOFException("the talk about content ends within a line");
      }
      if (text.length() == LINE_LIMIT) {
        throw malformed("a line is longer than " + LINE_LIMIT + " bytes");
      }
      text.append((char) c);
    }
    return text.toString();
  }

  private static OciException malformed(String problem) {
    return new OciException("no talk about content: " + problem, hint());
  }

  private static OciException malformed(String problem, Throwable cause) {
    return new OciException("no talk about content: " + problem, hint(), cause);
  }

  private static String hint() {
    return "use the same version of sealer on both sides";
  }
}
