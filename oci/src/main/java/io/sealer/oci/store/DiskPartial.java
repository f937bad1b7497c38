package io.sealer.oci.store;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.DiskErrors;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Optional;

/** {@code incoming/DIGEST.part}: what earlier attempts left is hashed once, then what comes. */
final class DiskPartial implements ContentStore.Partial {
  private final Descriptor expected;
  private final Blobs blobs;
  private final PathLock.Held lock;
  private final Path path;
  private final RandomAccessFile file;
  private MessageDigest hash = Digest.sha256();
  private long position;
  private boolean finished;
  private boolean closed;

  /** Takes over the lock, also when it fails. */
  DiskPartial(Descriptor expected, Blobs blobs, Path path, PathLock.Held lock) throws IOException {
    this.expected = expected;
    this.blobs = blobs;
    this.lock = lock;
    this.path = path;
    try {
      this.file = open(path);
    } catch (IOException e) {
      lock.close();
      throw DiskErrors.explain(e, path);
    }
    try {
      takeUp();
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  private static RandomAccessFile open(Path path) throws IOException {
    return new RandomAccessFile(path.toFile(), "rw");
  }

  private void takeUp() throws IOException {
    if (file.length() > expected.size()) {
      file.setLength(0);
    }
    byte[] buffer = new byte[1 << 18];
    for (int n = file.read(buffer); n >= 0; n = file.read(buffer)) {
      hash.update(buffer, 0, n);
      position += n;
    }
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public void restart() throws IOException {
    file.setLength(0);
    file.seek(0);
    hash = Digest.sha256();
    position = 0;
  }

  @Override
  public void write(byte[] buffer, int offset, int length) throws IOException {
    if (length > expected.size() - position) {
      restart();
      throw CorruptContentException.tooLong(expected);
    }
    hash.update(buffer, offset, length);
    try {
      file.write(buffer, offset, length);
    } catch (IOException e) {
      // What reached the disk is unknown; the next attempt hashes what is there.
      throw DiskErrors.explain(e, path);
    }
    position += length;
  }

  @Override
  public Optional<SeekableByteChannel> reader() throws IOException {
    try {
      return Optional.of(Files.newByteChannel(path, StandardOpenOption.READ));
    } catch (NoSuchFileException visible) {
      return Optional.empty();
    }
  }

  @Override
  public void commit() throws IOException {
    if (position != expected.size()) {
      long found = position;
      restart();
      throw CorruptContentException.size(expected, found);
    }
    Digest found = Digest.ofHash(hash.digest());
    if (!found.equals(expected.digest())) {
      restart();
      throw CorruptContentException.digest(expected, found);
    }
    try {
      file.getFD().sync();
    } catch (IOException e) {
      throw DiskErrors.explain(e, path);
    }
    blobs.publish(path, expected.digest());
    finished = true;
    close();
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try {
      file.close();
      if (!finished && position == 0) {
        Files.deleteIfExists(path);
      }
    } finally {
      if (finished || position == 0) {
        lock.remove();
      } else {
        lock.close();
      }
    }
  }
}
