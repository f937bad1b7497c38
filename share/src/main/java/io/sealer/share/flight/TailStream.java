package io.sealer.share.flight;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.OptionalInt;

/** Reads a content while it arrives; waits for what is not there yet. For one thread. */
final class TailStream extends InputStream {
  private final Flight flight;
  private final SeekableByteChannel channel;
  private final OptionalInt attempt;
  private long position;
  private long readable;

  /** Reads what comes in this attempt of the flight, by this channel. */
  TailStream(Flight flight, int attempt, SeekableByteChannel channel, long position)
      throws IOException {
    this.flight = flight;
    this.attempt = OptionalInt.of(attempt);
    this.channel = channel;
    this.position = position;
    channel.position(position);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (position >= flight.wanted().size()) {
      return -1;
    }
    if (readable <= position) {
      readable = flight.await(position, attempt);
    }
    int most = (int) Math.min(length, readable - position);
    int n = channel.read(ByteBuffer.wrap(buffer, offset, most));
    if (n < 0) {
      throw new IOException("content " + flight.wanted().digest() + " was thrown away");
    }
    position += n;
    return n;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
