package io.sealer.build.workload;

import io.sealer.oci.OciException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Ends an archive that unpacks to far more than it is. */
final class UnpackLimit extends FilterInputStream {
  /** Nothing honest shrinks to less than a five-hundredth. */
  private static final long RATIO = 500;

  private static final long ALWAYS = 64L << 20;

  private final long most;
  private long read;

  /** What comes out of an archive of so many bytes. */
  UnpackLimit(InputStream unpacked, long packed) {
    super(unpacked);
    this.most = Math.max(ALWAYS, packed * RATIO);
  }

  @Override
  public int read() throws IOException {
    int b = super.read();
    count(b < 0 ? 0 : 1);
    return b;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int n = super.read(buffer, offset, length);
    count(Math.max(n, 0));
    return n;
  }

  private void count(int bytes) throws OciException {
    read += bytes;
    if (read > most) {
      throw new OciException(
          "it unpacks to more than " + RATIO + " times its size",
          "it is made to fill disks; do not use it");
    }
  }
}
