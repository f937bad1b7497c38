package io.sealer.oci.store;

import java.nio.channels.SeekableByteChannel;
import java.util.Optional;

/** A blob that is here already: nothing is to be written. */
record PresentPartial(long position) implements ContentStore.Partial {
  @Override
  public void restart() {
    // what is here is whole
  }

  @Override
  public void write(byte[] buffer, int offset, int length) {
    throw new IllegalStateException("the content is whole already");
  }

  @Override
  public Optional<SeekableByteChannel> reader() {
    return Optional.empty();
  }

  @Override
  public void commit() {
    // it is visible
  }

  @Override
  public void close() {
    // nothing is held
  }
}
