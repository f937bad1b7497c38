package io.sealer.share.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/** Bytes to a client, in pieces small enough to see that it takes them. Not thread-safe. */
final class Outgoing {
  private static final int PIECE = 64 << 10;
  private static final int FILE_PIECE = 256 << 10;

  private final OutputStream raw;
  private final Optional<SocketChannel> plain;
  private final Patience patience;

  /**
   * @param plain the channel when nothing encrypts what passes
   */
  Outgoing(OutputStream raw, Optional<SocketChannel> plain, Patience patience) {
    this.raw = raw;
    this.plain = plain;
    this.patience = patience;
  }

  boolean canSendFiles() {
    return plain.isPresent();
  }

  void write(byte[] bytes, int offset, int length) throws IOException {
    for (int done = 0; done < length; ) {
      int from = offset + done;
      int n = Math.min(PIECE, length - done);
      done +=
          patience.earning(
              () -> {
                raw.write(bytes, from, n);
                return n;
              });
    }
  }

  void write(FileChannel file, long position, long length) throws IOException {
    SocketChannel to = plain.orElseThrow();
    for (long done = 0; done < length; ) {
      long from = position + done;
      long n = Math.min(FILE_PIECE, length - done);
      int moved = patience.earning(() -> (int) file.transferTo(from, n, to));
      if (moved <= 0) {
        moved = copy(file, from, (int) Math.min(PIECE, n));
      }
      done += moved;
    }
  }

  /**
   * Under a virtual thread the kernel's transfer does not wait for a client whose window is full; a
   * write does.
   */
  private int copy(FileChannel file, long position, int length) throws IOException {
    var bytes = ByteBuffer.allocate(length);
    int n = file.read(bytes, position);
    if (n <= 0) {
      throw new EOFException("the file ends before byte " + (position + length));
    }
    write(bytes.array(), 0, n);
    return n;
  }
}
