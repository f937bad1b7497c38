package io.sealer.oci.registry.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** A body whose end HTTP marks somehow (RFC 9112, 6). */
abstract class FramedBody extends InputStream {
  private static final int WORTH_DRAINING = 32 * 1024;

  final InputStream in;

  FramedBody(InputStream in) {
    this.in = in;
  }

  /** Whether the end was reached, so that the next answer may follow on the connection. */
  abstract boolean ended();

  /** Reads a short rest, and says whether the end was reached. */
  boolean finish() {
    try {
      for (int left = WORTH_DRAINING; left > 0 && !ended() && in.available() > 0; ) {
        left -= Math.max(1, readNBytes(Math.min(left, in.available())).length);
      }
      return ended();
    } catch (IOException e) {
      return false; // the connection is then not used again
    }
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public abstract int read(byte[] buffer, int offset, int length) throws IOException;

  /** Reads from the connection where its end would be too early. */
  final int readOn(byte[] buffer, int offset, int length) throws IOException {
    int count = in.read(buffer, offset, length);
    if (count < 0) {
      throw new EOFException("the connection was closed in the middle of an answer");
    }
    return count;
  }

  /** So many bytes; zero for answers without a body. */
  static final class Fixed extends FramedBody {
    private long left;

    Fixed(InputStream in, long length) {
      super(in);
      left = length;
    }

    @Override
    boolean ended() {
      return left == 0;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (left == 0) {
        return -1;
      }
      int count = readOn(buffer, offset, (int) Math.min(length, left));
      left -= count;
      return count;
    }
  }

  /** Until the connection is closed. */
  static final class UntilClosed extends FramedBody {
    UntilClosed(InputStream in) {
      super(in);
    }

    @Override
    boolean ended() {
      return false;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      return in.read(buffer, offset, length);
    }
  }

  /** In chunks, each with its length in front (RFC 9112, 7.1). */
  static final class Chunked extends FramedBody {
    private final Lines lines;
    private long left;
    private boolean first = true;
    private boolean ended;

    Chunked(InputStream in) {
      super(in);
      lines = new Lines(in);
    }

    @Override
    boolean ended() {
      return ended;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (left == 0 && !ended) {
        next();
      }
      if (ended) {
        return -1;
      }
      int count = readOn(buffer, offset, (int) Math.min(length, left));
      left -= count;
      return count;
    }

    private void next() throws IOException {
      if (!first && !lines.next().isEmpty()) {
        throw new IOException("a chunk of the answer is longer than announced");
      }
      first = false;
      left = size(lines.next());
      if (left == 0) {
        lines.skipToEmpty();
        ended = true;
      }
    }

    private static long size(String line) throws IOException {
      String hex = line.replaceFirst("[;\\s].*", "");
      if (!hex.matches("[0-9a-fA-F]{1,15}")) {
        throw new IOException("the answer has a chunk without a length");
      }
      return Long.parseLong(hex, 16);
    }
  }
}
