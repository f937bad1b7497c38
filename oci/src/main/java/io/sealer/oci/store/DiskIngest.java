package io.sealer.oci.store;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.DiskErrors;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;

/** Writes to a temporary file and hashes what passes. Not thread-safe, as any output stream. */
final class DiskIngest extends ContentStore.Ingest {
  // Tar writers write records of 512 bytes; hashing and writing like larger pieces.
  private static final int BUFFER = 256 << 10;

  private final Blobs blobs;
  private final Path file;
  private final FileOutputStream out;
  private final MessageDigest hash = Digest.sha256();
  private final byte[] buffer = new byte[BUFFER];
  private int filled;
  private long size;
  private boolean done;

  DiskIngest(Blobs blobs, Path file) throws IOException {
    this.blobs = blobs;
    this.file = file;
    try {
      this.out = new FileOutputStream(file.toFile());
    } catch (IOException e) {
      throw DiskErrors.explain(e, file);
    }
  }

  @Override
  public void write(int b) throws IOException {
    if (filled == BUFFER) {
      drain();
    }
    buffer[filled++] = (byte) b;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (length > BUFFER - filled) {
      drain();
    }
    if (length >= BUFFER) {
      pass(bytes, offset, length);
    } else {
      System.arraycopy(bytes, offset, buffer, filled, length);
      filled += length;
    }
  }

  private void drain() throws IOException {
    pass(buffer, 0, filled);
    filled = 0;
  }

  private void pass(byte[] bytes, int offset, int length) throws IOException {
    hash.update(bytes, offset, length);
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      throw DiskErrors.explain(e, file);
    }
    size += length;
  }

  /** Bytes written so far. */
  long size() {
    return size + filled;
  }

  @Override
  public Descriptor commit(String mediaType) throws IOException {
    return commit(mediaType, Optional.empty());
  }

  /** Commits only what is expected. */
  Descriptor commit(String mediaType, Optional<Descriptor> expected) throws IOException {
    if (done) {
      throw new IllegalStateException("committed or closed already");
    }
    drain();
    Digest digest = Digest.ofHash(hash.digest());
    if (expected.isPresent()) {
      verify(expected.get(), digest);
    }
    try {
      out.getFD().sync();
      out.close();
    } catch (IOException e) {
      throw DiskErrors.explain(e, file);
    }
    blobs.publish(file, digest);
    done = true;
    return Descriptor.of(mediaType, digest, size);
  }

  private void verify(Descriptor expected, Digest digest) throws CorruptContentException {
    if (size != expected.size()) {
      throw CorruptContentException.size(expected, size);
    }
    if (!digest.equals(expected.digest())) {
      throw CorruptContentException.digest(expected, digest);
    }
  }

  @Override
  public void close() throws IOException {
    if (!done) {
      done = true;
      try {
        out.close();
      } finally {
        Files.deleteIfExists(file);
      }
    }
  }
}
