package io.sealer.oci.layer;

import io.sealer.oci.OciException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Stops when far more comes out of a packed stream than any honest layer has. */
final class BombGuard extends FilterInputStream {
  private static final long HARMLESS = 64L << 20;

  private final CountingInputStream packed;
  private final UnpackOptions options;
  private long out;

  BombGuard(InputStream unpacked, CountingInputStream packed, UnpackOptions options) {
    super(unpacked);
    this.packed = packed;
    this.options = options;
  }

  @Override
  public int read() throws IOException {
    int b = super.read();
    check(b < 0 ? 0 : 1);
    return b;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int n = super.read(buffer, offset, length);
    check(Math.max(0, n));
    return n;
  }

  private void check(int more) throws OciException {
    out += more;
    if (out > HARMLESS && out / options.maxRatio() > packed.count()) {
      throw new OciException(
          "the layer unpacks to more than " + options.maxRatio() + " times its size",
          "it is damaged or hostile; do not use the image");
    }
  }
}
