package io.sealer.share.archive;

import io.sealer.oci.Digest;
import io.sealer.oci.OciException;
import io.sealer.share.archive.Volumes.Volume;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.security.MessageDigest;

/** Reads volumes as one stream and checks each against its checksum when it ends. */
final class VolumeInput extends InputStream {
  private final Volumes volumes;
  private int at;
  private InputStream in = InputStream.nullInputStream();
  private MessageDigest hash = Digest.sha256();
  private boolean open;

  VolumeInput(Volumes volumes) {
    this.volumes = volumes;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    while (length > 0) {
      if (!open && !next()) {
        return -1;
      }
      int n = in.read(buffer, offset, length);
      if (n > 0) {
        hash.update(buffer, offset, n);
        return n;
      }
      finish();
    }
    return 0;
  }

  private boolean next() throws IOException {
    if (at == volumes.list().size()) {
      return false;
    }
    in = Files.newInputStream(volumes.list().get(at).file());
    hash = Digest.sha256();
    open = true;
    return true;
  }

  private void finish() throws IOException {
    Volume volume = volumes.list().get(at);
    in.close();
    open = false;
    at++;
    Digest found = Digest.ofHash(hash.digest());
    if (volume.digest().isPresent() && !volume.digest().get().equals(found)) {
      throw damaged(volume, found);
    }
  }

  private static OciException damaged(Volume volume, Digest found) {
    return new OciException(
        "volume "
            + volume.file()
            + " is damaged: its checksum must be "
            + volume.digest().orElse(found).hex()
            + ", but is "
            + found.hex(),
        "copy that volume again");
  }

  /**
   * The better explanation of an error: that the volume it happened in, or the one before, is not
   * the right one.
   */
  OciException explain(OciException error) throws IOException {
    byte[] buffer = new byte[1 << 17];
    try {
      while (open && read(buffer, 0, buffer.length) > 0) {
        // to the end of this volume, whose checksum is then known
      }
    } catch (OciException wrong) {
      return wrong;
    }
    return error;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
