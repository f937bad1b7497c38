package io.sealer.oci.archive;

import io.sealer.oci.Progress;
import io.sealer.oci.tar.TarReader;
import java.io.IOException;
import java.io.InputStream;

/** Content of a tar file's member, telling how far it has come. */
final class ProgressStream extends InputStream {
  private final TarReader tar;
  private final Progress progress;
  private final String what;
  private boolean read;

  ProgressStream(TarReader tar, Progress progress, String what) {
    this.tar = tar;
    this.progress = progress;
    this.what = what;
  }

  boolean wasRead() {
    return read;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    read = true;
    int n = tar.read(buffer, offset, length);
    if (n > 0) {
      progress.advanced(what, n);
    }
    return n;
  }
}
