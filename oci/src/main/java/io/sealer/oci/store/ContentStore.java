package io.sealer.oci.store;

import io.sealer.oci.Descriptor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.SeekableByteChannel;
import java.util.Optional;

/**
 * Content under its digest, to be read and added. Several threads and processes may use one store
 * at once.
 */
public interface ContentStore extends ContentSource {
  /** Opens a fresh stream of the same content for every attempt. */
  @FunctionalInterface
  interface Source {
    InputStream open() throws IOException;
  }

  /**
   * Puts content of known digest and size; returns at once when it is here already. Visible only
   * when whole and verified.
   *
   * @throws CorruptContentException when the stream is not what the descriptor says; the store is
   *     unchanged
   */
  void put(Descriptor descriptor, Source source) throws IOException;

  /** Puts these bytes and says what they are. */
  Descriptor put(String mediaType, byte[] content) throws IOException;

  /** Starts writing content whose digest is not known yet. */
  Ingest ingest() throws IOException;

  /**
   * Resumable download of one blob: continues at {@link Partial#position} what an earlier process
   * left. Held exclusively: a second caller for the same digest waits.
   */
  Partial resume(Descriptor descriptor) throws IOException;

  /** Content on its way in; closing without {@link #commit} throws it away. */
  abstract class Ingest extends OutputStream {
    /** Makes what was written visible under its digest. Call once, after the last write. */
    public abstract Descriptor commit(String mediaType) throws IOException;
  }

  /**
   * A blob that arrives in pieces, kept on disk between attempts and processes; closing keeps what
   * has come so far.
   */
  interface Partial extends AutoCloseable {
    /** Bytes that are already here. */
    long position();

    /** Forgets what is here; the next byte is the first. */
    void restart() throws IOException;

    /** Adds the next bytes. */
    void write(byte[] buffer, int offset, int length) throws IOException;

    /**
     * Another view of the bytes that are here, from the first, not verified yet; it sees those that
     * are written later and stays good when they are committed. To be closed by the caller; any
     * thread may ask. Empty when the content is visible already.
     */
    Optional<SeekableByteChannel> reader() throws IOException;

    /**
     * Verifies digest and size and makes the content visible.
     *
     * @throws CorruptContentException when it is not what was expected; what had come is forgotten
     */
    void commit() throws IOException;

    @Override
    void close() throws IOException;
  }
}
