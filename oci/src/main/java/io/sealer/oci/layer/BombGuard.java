package io.sealer.oci.layer;

import io.sealer.oci.OciException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongSupplier;

/** Stops when far more comes out of a packed stream than anything honest has in it. */
public final class BombGuard extends FilterInputStream {
  /** Bytes that may come out of whatever size. */
  private static final long HARMLESS = 64L << 20;

  private final LongSupplier packed;
  private final int maxRatio;
  private long out;

  /**
   * Guards a stream.
   *
   * @param unpacked what comes out
   * @param packed bytes that it has come from, so far or in all
   * @param maxRatio how many bytes may come of each packed byte, once there are more than 64 MiB
   */
  public BombGuard(InputStream unpacked, LongSupplier packed, int maxRatio) {
    super(unpacked);
    this.packed = packed;
    this.maxRatio = maxRatio;
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
    if (out > HARMLESS && out / maxRatio > packed.getAsLong()) {
      throw new OciException(
          "it unpacks to more than " + maxRatio + " times its size",
          "it is damaged or made to do harm; do not use it");
    }
  }
}
