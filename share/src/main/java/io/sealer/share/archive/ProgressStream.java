package io.sealer.share.archive;

import io.sealer.oci.Progress;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Tells how far reading has come. */
final class ProgressStream extends FilterInputStream {
  private final Progress progress;
  private final String what;

  ProgressStream(InputStream in, Progress progress, String what) {
    super(in);
    this.progress = progress;
    this.what = what;
  }

  @Override
  public int read() throws IOException {
    int b = super.read();
    progress.advanced(what, b < 0 ? 0 : 1);
    return b;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int n = super.read(buffer, offset, length);
    progress.advanced(what, Math.max(0, n));
    return n;
  }
}
