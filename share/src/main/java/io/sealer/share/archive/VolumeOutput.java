package io.sealer.share.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sealer.oci.Digest;
import io.sealer.oci.DiskErrors;
import io.sealer.oci.OciException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes one stream into volumes. They get their names when all are whole; closing without {@link
 * #commit} removes them.
 */
final class VolumeOutput extends OutputStream {
  private static final String PART = ".part";

  private final Path base;
  private final long size;
  private final List<String> sums = new ArrayList<>();
  private FileOutputStream out;
  private MessageDigest hash = Digest.sha256();
  private long left;
  private boolean committed;

  VolumeOutput(Path base, VolumeSize size) throws IOException {
    this.base = base;
    this.size = size.bytes();
    this.out = open();
  }

  private FileOutputStream open() throws IOException {
    Path part = part(sums.size() + 1);
    try {
      left = size;
      hash = Digest.sha256();
      return new FileOutputStream(part.toFile());
    } catch (IOException e) {
      throw DiskErrors.explain(e, part);
    }
  }

  private Path part(int number) {
    return Volumes.sibling(Volumes.volume(base, number), PART);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int at = offset;
    while (at < offset + length) {
      if (left == 0) {
        finish();
        out = open();
      }
      int n = (int) Math.min(left, offset + length - at);
      try {
        out.write(bytes, at, n);
      } catch (IOException e) {
        throw DiskErrors.explain(e, part(sums.size() + 1));
      }
      hash.update(bytes, at, n);
      left -= n;
      at += n;
    }
  }

  private void finish() throws IOException {
    out.getFD().sync();
    out.close();
    String name = String.valueOf(Volumes.volume(base, sums.size() + 1).getFileName());
    sums.add(Digest.ofHash(hash.digest()).hex() + "  " + name);
    if (sums.size() == Volumes.MOST) {
      throw new OciException(
          "the archive needs more than " + Volumes.MOST + " volumes", "choose larger volumes");
    }
  }

  /** Gives the volumes their names, and writes the checksums last. */
  void commit() throws IOException {
    finish();
    Files.deleteIfExists(Volumes.index(base)); // of an earlier archive of this name
    for (int number = 1; number <= sums.size(); number++) {
      Files.move(
          part(number),
          Volumes.volume(base, number),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    }
    for (int number = sums.size() + 1; Files.deleteIfExists(Volumes.volume(base, number)); ) {
      number++; // more volumes of that earlier archive
    }
    Files.write(Volumes.index(base), sums, UTF_8);
    committed = true;
  }

  @Override
  public void close() throws IOException {
    out.close();
    if (!committed) {
      for (int number = 1; number <= sums.size() + 1; number++) {
        Files.deleteIfExists(part(number));
      }
    }
  }
}
