package io.sealer.oci.registry;

import io.sealer.oci.Progress;
import io.sealer.oci.store.ContentStore;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;

/** Content to send, opened afresh for every attempt; tells how far it has come. */
final class SentContent {
  private final ContentStore.Source source;
  private final Progress progress;
  private final String name;
  private final AtomicLong position = new AtomicLong();

  SentContent(ContentStore.Source source, Progress progress, String name) {
    this.source = source;
    this.progress = progress;
    this.name = name;
  }

  /** The content from this position on. */
  InputStream from(long start) throws IOException {
    InputStream in = source.open();
    try {
      in.skipNBytes(start);
    } catch (IOException e) {
      in.close();
      throw e;
    }
    moveTo(start);
    return new Counting(in);
  }

  private void moveTo(long to) {
    long moved = to - position.getAndSet(to);
    if (moved != 0) {
      progress.advanced(name, moved);
    }
  }

  private final class Counting extends FilterInputStream {
    Counting(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int b = super.read();
      if (b >= 0) {
        moveTo(position.get() + 1);
      }
      return b;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int count = super.read(buffer, offset, length);
      if (count > 0) {
        moveTo(position.get() + count);
      }
      return count;
    }
  }
}
