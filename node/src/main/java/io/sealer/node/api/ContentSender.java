package io.sealer.node.api;

import io.sealer.oci.Descriptor;
import io.sealer.oci.OciException;
import io.sealer.oci.store.ContentSource;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * The operator's side of a {@link ContentTalk}. One thread writes what the host reads, another one
 * hands over the lines that the host prints.
 */
public final class ContentSender {
  private static final int BUFFER = 1 << 17;

  private final Map<String, Descriptor> wanted = new LinkedHashMap<>();
  private final Optional<NamesTable> names;
  private final ContentSource source;
  private final Moved moved;
  private final List<Piece> told = new ArrayList<>();
  private final CompletableFuture<List<Piece>> lacking = new CompletableFuture<>();
  private final CompletableFuture<String> failure = new CompletableFuture<>();
  private long total;
  private long sent;

  /** Hears of bytes. */
  @FunctionalInterface
  public interface Moved {
    /** So many bytes of so many have been sent. */
    void to(long done, long total);
  }

  /**
   * A talk about these blobs.
   *
   * @param names what is told when all of them are there
   * @param source where they are here
   * @param moved hears how far it has come
   */
  public ContentSender(
      List<Descriptor> wanted, Optional<NamesTable> names, ContentSource source, Moved moved) {
    wanted.forEach(blob -> this.wanted.put(blob.digest().toString(), blob));
    this.names = names;
    this.source = source;
    this.moved = moved;
  }

  /** Takes a line that the host has printed; others than those of the talk are passed over. */
  public void hear(String line) {
    ContentTalk.failure(line).ifPresent(failure::complete);
    if (ContentTalk.isAsked(line)) {
      lacking.complete(List.copyOf(told));
    }
    try {
      ContentTalk.lacking(wanted, line).ifPresent(told::add);
    } catch (OciException e) {
      lacking.completeExceptionally(e);
    }
  }

  /** The host says no more: whoever still waits for its answer need not. */
  public void end() {
    lacking.completeExceptionally(new EOFException("the host has not said what it lacks"));
  }

  /** The first blob that the host could not take, and why. */
  public Optional<String> failure() {
    return Optional.ofNullable(failure.getNow(null));
  }

  /**
   * Says everything that the host has to read; waits in between until it has said what it lacks.
   * Does not close the stream.
   *
   * @throws io.sealer.oci.store.MissingContentException when the source lacks a blob; the stream is
   *     broken then
   */
  public void writeTo(OutputStream out) throws IOException {
    out.write(ContentTalk.question(wanted.values()));
    out.flush();
    List<Piece> pieces = answer();
    total = pieces.stream().mapToLong(Piece::length).sum();
    var buffer = new byte[BUFFER];
    for (Piece piece : pieces) {
      try (InputStream in = source.open(piece.descriptor().digest())) {
        in.skipNBytes(piece.offset());
        copy(in, out, piece, buffer);
      }
    }
    ContentTalk.writeNames(out, names);
    out.flush();
  }

  private List<Piece> answer() throws IOException {
    try {
      return lacking.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("cancelled while the host looked for what it lacks");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException why ? why : new IOException(e.getCause());
    }
  }

  private void copy(InputStream in, OutputStream out, Piece piece, byte[] buffer)
      throws IOException {
    long left = piece.length();
    while (left > 0) {
      int n = in.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (n < 0) {
        throw new EOFException(
            "content " + piece.descriptor().digest() + " ends " + left + " bytes too early");
      }
      out.write(buffer, 0, n);
      left -= n;
      sent += n;
      moved.to(sent, total);
    }
  }
}
