package io.sealer.run.steps;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * Turns what a writer writes into a stream to read, through a few chunks in memory. The writer runs
 * on a thread of its own; its failure is the reader's, and closing the reader stops the writer.
 */
final class Pipe extends InputStream {
  /** Writes the content. */
  @FunctionalInterface
  interface Writer {
    void writeTo(OutputStream out) throws IOException;
  }

  private static final byte[] END = new byte[0];
  private final ArrayBlockingQueue<byte[]> chunks = new ArrayBlockingQueue<>(8);
  private final Thread writer;
  private volatile Optional<IOException> failure = Optional.empty();
  private byte[] current = END;
  private int position;
  private boolean ended;

  Pipe(Writer content) {
    writer = Thread.ofVirtual().name("pipe").start(() -> fill(content));
  }

  private void fill(Writer content) {
    try {
      content.writeTo(new Feed());
    } catch (IOException | RuntimeException e) {
      failure =
          Optional.of(new IOException("the content to send cannot be read: " + e.getMessage(), e));
    } finally {
      offer(END);
    }
  }

  private void offer(byte[] chunk) {
    try {
      chunks.put(chunk);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (position == current.length && !next()) {
      return -1;
    }
    int count = Math.min(length, current.length - position);
    System.arraycopy(current, position, buffer, offset, count);
    position += count;
    return count;
  }

  private boolean next() throws IOException {
    if (ended) {
      return false;
    }
    try {
      current = chunks.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("cancelled");
    }
    position = 0;
    ended = current.length == 0;
    if (ended && failure.isPresent()) {
      throw failure.get();
    }
    return !ended;
  }

  @Override
  public void close() {
    writer.interrupt();
  }

  /** The writer's end. */
  private final class Feed extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
      if (length > 0) {
        offer(Arrays.copyOfRange(buffer, offset, offset + length));
      }
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException("the reader has gone");
      }
    }
  }
}
