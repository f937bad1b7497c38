package io.sealer.node.command;

import io.sealer.node.api.BlobStream;
import io.sealer.node.api.Piece;
import io.sealer.oci.Descriptor;
import io.sealer.oci.OciException;
import io.sealer.oci.store.ContentStore;
import io.sealer.oci.store.CorruptContentException;
import io.sealer.oci.store.DiskStore;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads a {@link BlobStream} into the store. What has come when the stream breaks stays; {@code
 * missing} says from where to go on.
 */
public final class Receive implements Command {
  private static final String AGAIN = "send again what 'sealer-node missing' lists; it continues";

  private final byte[] buffer = new byte[1 << 17];
  private int failures;

  @Override
  public void run(Arguments arguments, Terminal terminal) throws IOException, UsageException {
    var path = arguments.allow("--store").path("--store");
    try (DiskStore store = DiskStore.open(path);
        var in = new BufferedInputStream(terminal.in(), 1 << 17)) {
      for (Piece piece : BlobStream.readHeader(in)) {
        terminal.tell(take(store, in, piece));
      }
    }
    if (failures > 0) {
      throw new OciException(failures + " blobs could not be stored", AGAIN);
    }
  }

  /** Reads one piece to its end; answers the line to print. */
  private String take(DiskStore store, InputStream in, Piece piece) throws IOException {
    Descriptor wanted = piece.descriptor();
    try (ContentStore.Partial partial = store.resume(wanted)) {
      if (store.has(wanted.digest())) {
        skip(in, piece, piece.length());
        return "present " + wanted.digest() + " " + wanted.size();
      }
      if (partial.position() < piece.offset()) {
        skip(in, piece, piece.length());
        return failed(piece, "only " + partial.position() + " bytes are here");
      }
      skip(in, piece, partial.position() - piece.offset());
      copy(in, piece, partial);
      partial.commit();
      return "stored " + wanted.digest() + " " + wanted.size();
    } catch (CorruptContentException e) {
      return failed(piece, String.valueOf(e.getMessage()));
    }
  }

  private String failed(Piece piece, String why) {
    failures++;
    return "failed " + piece.descriptor().digest() + " " + why;
  }

  private void copy(InputStream in, Piece piece, ContentStore.Partial partial) throws IOException {
    while (partial.position() < piece.descriptor().size()) {
      partial.write(buffer, 0, read(in, piece, piece.descriptor().size() - partial.position()));
    }
  }

  private void skip(InputStream in, Piece piece, long count) throws IOException {
    for (long left = count; left > 0; ) {
      left -= read(in, piece, left);
    }
  }

  private int read(InputStream in, Piece piece, long left) throws IOException {
    int n = in.read(buffer, 0, (int) Math.min(buffer.length, left));
    if (n < 0) {
      var end = new EOFException();
      throw new OciException(
          "the stream ends " + left + " bytes before the end of " + piece.descriptor().digest(),
          AGAIN,
          end);
    }
    return n;
  }
}
