package io.sealer.share.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;

/** A response's head and body; a small body leaves together with its head. Not thread-safe. */
final class ResponseBody extends OutputStream {
  private static final int SMALL = 16 << 10;
  private static final byte[] END = {'0', '\r', '\n', '\r', '\n'};
  private static final byte[] LINE = {'\r', '\n'};

  private final Outgoing out;
  private final boolean chunked;
  private long left;
  private byte[] head;
  private boolean closed;

  /**
   * @param length of the body; negative for chunks
   */
  ResponseBody(Outgoing out, long length, byte[] head) {
    this.out = out;
    this.chunked = length < 0;
    this.left = Math.max(0, length);
    this.head = head;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (closed || (!chunked && length > left)) {
      throw new IOException("more body than the response's head has said");
    }
    if (length == 0) {
      return;
    }
    if (chunked) {
      put(Integer.toHexString(length).concat("\r\n").getBytes(StandardCharsets.US_ASCII));
      out.write(bytes, offset, length);
      put(LINE);
      return;
    }
    left -= length;
    if (head.length > 0 && length <= SMALL) {
      byte[] both = new byte[head.length + length];
      System.arraycopy(head, 0, both, 0, head.length);
      System.arraycopy(bytes, offset, both, head.length, length);
      head = new byte[0];
      out.write(both, 0, both.length);
    } else {
      putHead();
      out.write(bytes, offset, length);
    }
  }

  void send(FileChannel file, long position, long length) throws IOException {
    if (closed || chunked || length > left) {
      throw new IOException("more body than the response's head has said");
    }
    putHead();
    out.write(file, position, length);
    left -= length;
  }

  private void putHead() throws IOException {
    byte[] first = head;
    head = new byte[0];
    out.write(first, 0, first.length);
  }

  private void put(byte[] bytes) throws IOException {
    putHead();
    out.write(bytes, 0, bytes.length);
  }

  /** Whether all was sent that the head has said. */
  boolean isWhole() {
    return closed && left == 0;
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      put(chunked ? END : new byte[0]);
    }
  }
}
