package io.sealer.share.flight;

import io.sealer.oci.store.ContentStore;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.Optional;

/** Tells a flight of what comes into a partial content. */
record WatchedPartial(ContentStore.Partial partial, Flight flight) implements ContentStore.Partial {
  @Override
  public long position() {
    return partial.position();
  }

  @Override
  public void restart() throws IOException {
    flight.again();
    partial.restart();
  }

  @Override
  public void write(byte[] buffer, int offset, int length) throws IOException {
    partial.write(buffer, offset, length);
    flight.arrived(partial.position());
  }

  @Override
  public Optional<SeekableByteChannel> reader() throws IOException {
    return partial.reader();
  }

  @Override
  public void commit() throws IOException {
    try {
      partial.commit();
    } catch (IOException e) {
      flight.again(); // what had come is forgotten
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    partial.close();
  }
}
