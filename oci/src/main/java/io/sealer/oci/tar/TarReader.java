package io.sealer.oci.tar;

import io.sealer.oci.OciException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a tar file as it streams by. Names and headers of any size claimed are bounded, so that
 * hostile input costs no memory; names are given as written, and whoever makes files of them must
 * check them. Not thread-safe. Sparse files and multi-volume archives are refused.
 */
public final class TarReader {
  private static final int LONGEST_EXTENSION = 1 << 20;

  private final InputStream in;
  private final byte[] block = new byte[TarHeader.BLOCK];
  private long offset;
  private long left; // of the content of the current member
  private int padding;
  private boolean ended;

  /** Reads from a stream that the caller closes; buffered streams are faster. */
  public TarReader(InputStream in) {
    this.in = in;
  }

  /** How many bytes of the tar file have been read. */
  public long offset() {
    return offset;
  }

  /**
   * Goes on to the next member; what is left of the current one is skipped. Empty at the end.
   *
   * @throws OciException when the input is no tar file or is cut off; the message says where
   */
  public Optional<TarEntry> next() throws IOException {
    var extension = new PaxHeader();
    while (!ended) {
      skipContent();
      if (!readBlock()) {
        break;
      }
      var header = new TarHeader(block);
      if (header.isZero()) {
        ended = true;
        break;
      }
      try {
        Optional<TarEntry> entry = interpret(header, extension);
        if (entry.isPresent()) {
          return entry;
        }
      } catch (NumberFormatException e) {
        throw malformed("this is no tar file, or it is damaged: a number is malformed", e);
      } catch (CharacterCodingException e) {
        throw malformed("this is no tar file, or it is damaged: a name is not in UTF-8", e);
      }
    }
    ended = true;
    return Optional.empty();
  }

  /** Reads content of the current member; -1 at its end. */
  public int read(byte[] buffer, int at, int length) throws IOException {
    if (left == 0 || length == 0) {
      return length == 0 ? 0 : -1;
    }
    int n = in.read(buffer, at, (int) Math.min(length, left));
    if (n < 0) {
      throw cut();
    }
    offset += n;
    left -= n;
    return n;
  }

  /** The content of the current member as a stream; closing it closes nothing. */
  public InputStream content() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return TarReader.this.read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] buffer, int at, int length) throws IOException {
        return TarReader.this.read(buffer, at, length);
      }
    };
  }

  private Optional<TarEntry> interpret(TarHeader header, PaxHeader extension) throws IOException {
    if (!header.checksumIsGood()) {
      throw malformed(
          "this is no tar file, or it is damaged: the header's checksum is wrong", null);
    }
    long size = header.number(TarHeader.SIZE, 12);
    char flag = (char) header.bytes[TarHeader.TYPE];
    switch (flag) {
      case 'x' -> extension.parse(readExtension(size));
      case 'L' -> extension.longName(readExtension(size));
      case 'K' -> extension.longLink(readExtension(size));
      case 'g', 'V' -> readExtension(size);
      default -> {
        return Optional.of(member(header, flag, extension, size));
      }
    }
    return Optional.empty();
  }

  private TarEntry member(TarHeader header, char flag, PaxHeader extension, long size)
      throws IOException {
    extension.refuseSparse();
    String name = extension.path().orElse(name(header));
    TarEntry.Type type = type(flag, name);
    long length = extension.size().orElse(size);
    if (length < 0) {
      throw malformed(name + " has a negative size", null);
    }
    boolean content = type == TarEntry.Type.FILE;
    var entry =
        new TarEntry(
            name.endsWith("/") ? name.substring(0, name.length() - 1) : name,
            type,
            (int) header.number(TarHeader.MODE, 8) & 07777,
            extension.number("uid").orElse(header.number(TarHeader.UID, 8)),
            extension.number("gid").orElse(header.number(TarHeader.GID, 8)),
            content ? length : 0,
            extension.mtime().orElse(header.number(TarHeader.MTIME, 12)),
            extension.link().orElse(header.text(TarHeader.LINK, TarHeader.NAME_LENGTH)),
            device(header, TarHeader.MAJOR),
            device(header, TarHeader.MINOR));
    left = content ? length : 0;
    padding = padding(left);
    return entry;
  }

  private static int device(TarHeader header, int at) {
    return header.isUstar() ? (int) header.number(at, 8) : 0;
  }

  private static String name(TarHeader header) throws CharacterCodingException {
    String name = header.text(TarHeader.NAME, TarHeader.NAME_LENGTH);
    String prefix = header.isUstar() ? header.text(TarHeader.PREFIX, TarHeader.PREFIX_LENGTH) : "";
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  private TarEntry.Type type(char flag, String name) throws OciException {
    if ((flag == '0' || flag == 0) && name.endsWith("/")) {
      return TarEntry.Type.DIRECTORY;
    }
    if (flag == 0 || flag == '7') {
      return TarEntry.Type.FILE;
    }
    for (TarEntry.Type type : TarEntry.Type.values()) {
      if (type.flag == flag) {
        return type;
      }
    }
    throw malformed(name + " is of kind '" + flag + "', which is not supported", null);
  }

  private byte[] readExtension(long size) throws IOException {
    if (size < 0 || size > LONGEST_EXTENSION) {
      throw malformed("an extended header claims to have " + size + " bytes", null);
    }
    left = size;
    padding = padding(size);
    byte[] content = new byte[(int) size];
    int filled = 0;
    while (filled < content.length) {
      filled += read(content, filled, content.length - filled);
    }
    return content;
  }

  private static int padding(long size) {
    return (int) (-size & (TarHeader.BLOCK - 1));
  }

  private void skipContent() throws IOException {
    byte[] buffer = left > 0 ? new byte[(int) Math.min(left, 1 << 16)] : block;
    while (left > 0) {
      read(buffer, 0, buffer.length);
    }
    left = padding;
    padding = 0;
    while (left > 0) {
      read(block, 0, block.length);
    }
  }

  /** False at a clean end. */
  private boolean readBlock() throws IOException {
    int n = in.readNBytes(block, 0, block.length);
    offset += n;
    if (n != 0 && n < block.length) {
      throw cut();
    }
    return n != 0;
  }

  private OciException cut() {
    return malformed("the file is cut off", new EOFException("end of the stream"));
  }

  private OciException malformed(String problem, @Nullable Exception e) {
    String message = "tar, byte " + offset + ": " + problem;
    String hint = "the file is incomplete or damaged; copy or make it again";
    return e == null ? new OciException(message, hint) : new OciException(message, hint, e);
  }
}
