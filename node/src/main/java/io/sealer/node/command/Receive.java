package io.sealer.node.command;

import io.sealer.node.api.ContentTalk;
import io.sealer.node.api.NamesTable;
import io.sealer.node.api.Piece;
import io.sealer.oci.Descriptor;
import io.sealer.oci.Index;
import io.sealer.oci.OciException;
import io.sealer.oci.store.ContentStore;
import io.sealer.oci.store.CorruptContentException;
import io.sealer.oci.store.DiskStore;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The host's side of a {@link ContentTalk}: says what it lacks, takes it into the store, and in the
 * end the names, which the running agent sees at once. What has come when the talk breaks off
 * stays. When a directory is given, the files that have come are unpacked there: a program of its
 * own for that would cost a host as much again as many a transfer.
 */
public final class Receive implements Command {
  private static final String AGAIN = "run the same command again; it continues";

  private final byte[] buffer = new byte[1 << 17];
  private int failures;

  @Override
  public void run(Arguments arguments, Terminal terminal) throws IOException, UsageException {
    arguments.allow("--store", "--manifest", "--to", "--overlay");
    boolean unpacks = arguments.text("--manifest").isPresent();
    Optional<Unpacking> files = unpacks ? Optional.of(Unpacking.of(arguments)) : Optional.empty();
    try (DiskStore store = DiskStore.open(arguments.path("--store"));
        var in = new BufferedInputStream(terminal.in(), 1 << 17)) {
      for (Piece piece : lacking(store, ContentTalk.readQuestion(in), terminal)) {
        terminal.tell(take(store, in, piece));
      }
      if (failures > 0) {
        throw new OciException(failures + " blobs could not be stored", AGAIN);
      }
      Optional<NamesTable> names = ContentTalk.readNames(in);
      if (names.isPresent()) {
        remember(store, names.get(), terminal);
      }
      if (files.isPresent()) {
        files.get().from(store, terminal);
      }
    }
  }

  private static List<Piece> lacking(ContentStore store, List<Descriptor> wanted, Terminal terminal)
      throws IOException {
    var lacking = new ArrayList<Piece>();
    for (Descriptor blob : wanted) {
      if (store.size(blob.digest()).orElse(-1) == blob.size()) {
        continue;
      }
      try (ContentStore.Partial partial = store.resume(blob)) {
        if (!store.has(blob.digest())) {
          lacking.add(new Piece(blob, partial.position()));
          terminal.tell(ContentTalk.lacks(blob, partial.position()));
        }
      }
    }
    terminal.tell(ContentTalk.asked());
    return lacking;
  }

  /** Some names of an image may come before the others, and once more after them. */
  private static void remember(DiskStore store, NamesTable table, Terminal terminal)
      throws IOException {
    String pin = NamesTable.pin(table.image());
    Index known = store.pins().all().get(pin);
    int count = table.names().size();
    if (known == null || NamesTable.fromIndex(known).names().size() <= count) {
      store.pins().put(pin, table.toIndex());
    }
    terminal.tell("names " + count);
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
    return ContentTalk.failed(piece.descriptor(), why);
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
