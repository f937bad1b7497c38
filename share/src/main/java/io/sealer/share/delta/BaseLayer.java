package io.sealer.share.delta;

import io.sealer.oci.Descriptor;
import io.sealer.oci.OciException;
import io.sealer.oci.layer.Compression;
import io.sealer.oci.store.DiskStore;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The unpacked content of a layer, to be read at any place. A packed layer is unpacked once into a
 * file of the store's directory, which goes when this is closed. Thread-safe once opened.
 */
final class BaseLayer implements AutoCloseable {
  private final Descriptor descriptor;
  private final FileChannel content;
  private final Optional<Path> scratch;
  private final long size;

  private BaseLayer(Descriptor descriptor, FileChannel content, Optional<Path> scratch, long size) {
    this.descriptor = descriptor;
    this.content = content;
    this.scratch = scratch;
    this.size = size;
  }

  /** Opens a layer of a store; whoever reads on must check the end result against a digest. */
  static BaseLayer open(DiskStore store, Descriptor layer) throws IOException {
    return open(store, layer, Optional.empty());
  }

  /** Opens a layer and cuts its content into chunks on the way. */
  static BaseLayer open(DiskStore store, Descriptor layer, Chunker.Sink chunks) throws IOException {
    return open(store, layer, Optional.of(chunks));
  }

  @SuppressWarnings("resource") // handed to the caller
  private static BaseLayer open(DiskStore store, Descriptor layer, Optional<Chunker.Sink> chunks)
      throws IOException {
    Compression compression = Compression.of(layer.mediaType());
    if (compression == Compression.NONE) {
      if (chunks.isPresent()) {
        try (InputStream in = store.open(layer.digest())) {
          Chunker.cut(in, chunks.get());
        }
      }
      return of(layer, store.file(layer.digest()), Optional.empty());
    }
    Path scratch = store.scratch();
    try {
      try (InputStream in = compression.unpack(store.open(layer.digest()));
          OutputStream out = Files.newOutputStream(scratch)) {
        if (chunks.isPresent()) {
          Chunker.cut(new Copying(in, out), chunks.get());
        } else {
          in.transferTo(out);
        }
      }
      return of(layer, scratch, Optional.of(scratch));
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(scratch);
      throw e;
    }
  }

  private static BaseLayer of(Descriptor layer, Path file, Optional<Path> scratch)
      throws IOException {
    FileChannel content = FileChannel.open(file, StandardOpenOption.READ);
    return new BaseLayer(layer, content, scratch, content.size());
  }

  Descriptor descriptor() {
    return descriptor;
  }

  /** Length of the unpacked content in bytes. */
  long size() {
    return size;
  }

  /**
   * Reads a piece whole.
   *
   * @throws OciException when the layer is shorter
   */
  void read(long at, byte[] into, int offset, int length) throws IOException {
    if (at < 0 || length < 0 || at > size - length) {
      throw new OciException(
          "it takes "
              + length
              + " bytes at "
              + at
              + " of layer "
              + descriptor.digest()
              + " with "
              + size,
          "the delta is damaged; make it again");
    }
    ByteBuffer buffer = ByteBuffer.wrap(into, offset, length);
    while (buffer.hasRemaining()) {
      if (content.read(buffer, at + buffer.position() - offset) < 0) {
        throw new EOFException("layer " + descriptor.digest() + " became shorter");
      }
    }
  }

  @Override
  public void close() throws IOException {
    try {
      content.close();
    } finally {
      if (scratch.isPresent()) {
        Files.deleteIfExists(scratch.get());
      }
    }
  }

  /** Writes what is read to a second place. */
  private static final class Copying extends FilterInputStream {
    private final OutputStream copy;

    Copying(InputStream in, OutputStream copy) {
      super(in);
      this.copy = copy;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int n = super.read(buffer, offset, length);
      if (n > 0) {
        copy.write(buffer, offset, n);
      }
      return n;
    }
  }
}
