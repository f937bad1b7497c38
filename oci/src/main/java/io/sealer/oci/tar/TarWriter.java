package io.sealer.oci.tar;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Writes a tar file that GNU tar, Go and libarchive read: ustar, with pax headers only for what
 * ustar cannot say. The same calls give the same bytes. Not thread-safe.
 */
public final class TarWriter {
  private static final byte[] ZEROS = new byte[2 * TarHeader.BLOCK];

  private static final byte[] MAGIC_AND_VERSION = {'u', 's', 't', 'a', 'r', 0, '0', '0'};

  private final OutputStream out;

  /** Writes to a stream that the caller closes. */
  public TarWriter(OutputStream out) {
    this.out = out;
  }

  /** Adds a member without content. */
  public void add(TarEntry entry) throws IOException {
    add(entry, InputStream.nullInputStream());
  }

  /**
   * Adds a member with content.
   *
   * @throws IOException when the stream is not as long as the entry says
   */
  public void add(TarEntry entry, InputStream content) throws IOException {
    header(entry);
    byte[] buffer = new byte[(int) Math.min(1 << 17, entry.size() + 1)];
    long written = 0;
    while (written <= entry.size()) {
      int n = content.read(buffer, 0, (int) Math.min(buffer.length, entry.size() - written + 1));
      if (n < 0) {
        break;
      }
      written += n;
      if (written <= entry.size()) {
        out.write(buffer, 0, n);
      }
    }
    if (written != entry.size()) {
      throw new IOException(
          entry.name()
              + " must have "
              + entry.size()
              + " bytes, but has "
              + (written > entry.size() ? "more" : written)
              + ": it was changed while it was read");
    }
    pad(written);
  }

  /** Ends the tar file. */
  public void finish() throws IOException {
    out.write(ZEROS);
    out.flush();
  }

  private void pad(long size) throws IOException {
    out.write(ZEROS, 0, (int) (-size & (TarHeader.BLOCK - 1)));
  }

  private void header(TarEntry entry) throws IOException {
    String name = entry.type() == TarEntry.Type.DIRECTORY ? entry.name() + "/" : entry.name();
    var pax = new StringBuilder();
    var header = new TarHeader(new byte[TarHeader.BLOCK]);
    if (!putName(header, name)) {
      record(pax, "path", name);
    }
    if (!putText(header, TarHeader.LINK, entry.link())) {
      record(pax, "linkpath", entry.link());
    }
    header.putOctal(TarHeader.MODE, 8, entry.mode());
    putNumber(header, TarHeader.UID, 8, "uid", entry.uid(), pax);
    putNumber(header, TarHeader.GID, 8, "gid", entry.gid(), pax);
    putNumber(header, TarHeader.SIZE, 12, "size", entry.size(), pax);
    putNumber(header, TarHeader.MTIME, 12, "mtime", entry.mtime(), pax);
    header.bytes[TarHeader.TYPE] = (byte) entry.type().flag;
    header.putOctal(TarHeader.MAJOR, 8, entry.major());
    header.putOctal(TarHeader.MINOR, 8, entry.minor());
    if (!pax.isEmpty()) {
      extension(pax.toString().getBytes(UTF_8));
    }
    write(header);
  }

  private void extension(byte[] content) throws IOException {
    var header = new TarHeader(new byte[TarHeader.BLOCK]);
    header.putText(TarHeader.NAME, "PaxHeaders/next".getBytes(US_ASCII));
    header.putOctal(TarHeader.MODE, 8, 0644);
    header.putOctal(TarHeader.UID, 8, 0);
    header.putOctal(TarHeader.GID, 8, 0);
    header.putOctal(TarHeader.SIZE, 12, content.length);
    header.putOctal(TarHeader.MTIME, 12, 0);
    header.bytes[TarHeader.TYPE] = 'x';
    write(header);
    out.write(content);
    pad(content.length);
  }

  private void write(TarHeader header) throws IOException {
    header.putText(TarHeader.MAGIC, MAGIC_AND_VERSION);
    header.seal();
    out.write(header.bytes);
  }

  private static boolean putName(TarHeader header, String name) {
    if (putText(header, TarHeader.NAME, name)) {
      return true;
    }
    int length = name.length();
    int slash = name.lastIndexOf('/', Math.min(TarHeader.PREFIX_LENGTH, length - 2));
    if (!isAscii(name) || slash <= 0 || length - slash - 1 > TarHeader.NAME_LENGTH) {
      // A reader that knows no pax sees a short name that is at least not another file's.
      String shortened = isAscii(name) ? name.substring(length - TarHeader.NAME_LENGTH) : "_";
      header.putText(TarHeader.NAME, shortened.getBytes(US_ASCII));
      return false;
    }
    header.putText(TarHeader.PREFIX, name.substring(0, slash).getBytes(US_ASCII));
    header.putText(TarHeader.NAME, name.substring(slash + 1).getBytes(US_ASCII));
    return true;
  }

  private static boolean putText(TarHeader header, int at, String text) {
    if (text.length() > TarHeader.NAME_LENGTH || !isAscii(text)) {
      return false;
    }
    header.putText(at, text.getBytes(US_ASCII));
    return true;
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 128) {
        return false;
      }
    }
    return true;
  }

  private static void putNumber(
      TarHeader header, int at, int length, String key, long value, StringBuilder pax) {
    boolean fits = TarHeader.fitsOctal(length, value);
    header.putOctal(at, length, fits ? value : 0);
    if (!fits) {
      record(pax, key, Long.toString(value));
    }
  }

  /** A record's length counts its own digits. */
  private static void record(StringBuilder pax, String key, String value) {
    int rest = (" " + key + "=" + value + "\n").getBytes(UTF_8).length;
    int length = rest + Integer.toString(rest).length();
    length = rest + Integer.toString(length).length();
    pax.append(length).append(' ').append(key).append('=').append(value).append('\n');
  }
}
