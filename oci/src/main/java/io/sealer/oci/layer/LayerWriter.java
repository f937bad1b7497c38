package io.sealer.oci.layer;

import io.sealer.oci.Digest;
import io.sealer.oci.store.ContentStore;
import io.sealer.oci.tar.TarEntry;
import io.sealer.oci.tar.TarWriter;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;

/**
 * Writes a layer into a store as it streams by. Times are 1970 and owners root unless an entry says
 * otherwise, so the same entries in the same order give the same layer; the caller sorts. Closing
 * without {@link #commit} throws the layer away. Not thread-safe.
 */
public final class LayerWriter implements AutoCloseable {
  /** Start of the name that removes a file of a lower layer (OCI layer.md, "Whiteouts"). */
  public static final String WHITEOUT = ".wh.";

  /** Name that hides everything that lower layers have in a directory. */
  public static final String OPAQUE = ".wh..wh..opq";

  private final ContentStore.Ingest blob;
  private final Compression compression;
  private final OutputStream packed;
  private final MessageDigest hash = Digest.sha256();
  private final OutputStream buffered;
  private final TarWriter tar;

  private LayerWriter(ContentStore.Ingest blob, Compression compression) throws IOException {
    this.blob = blob;
    this.compression = compression;
    this.packed = compression.pack(new KeepOpen(blob));
    this.buffered = new BufferedOutputStream(new DigestOutputStream(packed, hash), 1 << 17);
    this.tar = new TarWriter(buffered);
  }

  /** Starts a layer in a store. */
  public static LayerWriter open(ContentStore store, Compression compression) throws IOException {
    ContentStore.Ingest blob = store.ingest();
    try {
      return new LayerWriter(blob, compression);
    } catch (IOException | RuntimeException e) {
      blob.close();
      throw e;
    }
  }

  /** Adds anything that has no content: directories, links, devices. */
  public LayerWriter add(TarEntry entry) throws IOException {
    tar.add(entry);
    return this;
  }

  /** Adds a file whose content is read from a stream; its length must be the entry's. */
  public LayerWriter add(TarEntry entry, InputStream content) throws IOException {
    tar.add(entry, content);
    return this;
  }

  /** Adds a file with the content of one on disk, under another name and with these permissions. */
  public LayerWriter file(String name, int mode, Path content) throws IOException {
    try (InputStream in = Files.newInputStream(content)) {
      return add(TarEntry.file(name, mode, Files.size(content)), in);
    }
  }

  /** Adds a directory. */
  public LayerWriter directory(String name, int mode) throws IOException {
    return add(TarEntry.directory(name, mode));
  }

  /** Adds a symbolic link. */
  public LayerWriter symlink(String name, String target) throws IOException {
    return add(TarEntry.symlink(name, target));
  }

  /** Adds a hard link to an earlier entry of this layer. */
  public LayerWriter hardLink(String name, String target) throws IOException {
    return add(TarEntry.hardLink(name, target));
  }

  /** Removes what lower layers have under this name. */
  public LayerWriter whiteout(String name) throws IOException {
    int slash = name.lastIndexOf('/') + 1;
    return add(TarEntry.file(name.substring(0, slash) + WHITEOUT + name.substring(slash), 0644, 0));
  }

  /** Hides everything that lower layers have in this directory. */
  public LayerWriter opaque(String directory) throws IOException {
    return add(TarEntry.file(directory + "/" + OPAQUE, 0644, 0));
  }

  /** Ends the layer and makes it visible in the store. Call once. */
  public Layer commit() throws IOException {
    tar.finish();
    buffered.flush();
    packed.close();
    return new Layer(blob.commit(compression.mediaType()), Digest.ofHash(hash.digest()));
  }

  @Override
  public void close() throws IOException {
    try {
      packed.close(); // frees the native memory of zstd; ends what nobody will read
    } finally {
      blob.close();
    }
  }

  /** Ending the compression must not end the blob: that is committed or thrown away. */
  private static final class KeepOpen extends FilterOutputStream {
    KeepOpen(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
