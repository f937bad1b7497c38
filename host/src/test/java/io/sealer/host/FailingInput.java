package io.sealer.host;

import java.io.IOException;
import java.io.InputStream;

/** A disk that cannot be read. */
final class FailingInput extends InputStream {
  @Override
  public int read() throws IOException {
    throw new IOException("disk error");
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    return read();
  }
}
