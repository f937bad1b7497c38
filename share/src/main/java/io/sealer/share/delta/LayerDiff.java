package io.sealer.share.delta;

import io.sealer.oci.Digest;
import io.sealer.share.delta.BaseChunks.Place;
import io.sealer.share.delta.PieceWriter.Similar;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * Turns the chunks of a layer into pieces: neighbours that the bases have become one copy, what
 * they lack is packed with the old content between its neighbours as prefix. Not thread-safe.
 */
final class LayerDiff implements Chunker.Sink {
  /** How much old content before and after a gap may be of use as well. */
  private static final int MARGIN = 32 << 10;

  /** When it is not known where old content goes on: how far it may be off. */
  private static final int SLACK = 1 << 20;

  private final BaseChunks bases;
  private final PieceWriter out;
  private final int counterpart;
  private final MessageDigest hash = Digest.sha256();
  private final byte[] fresh = new byte[Piece.MOST_DATA];
  private int filled;
  private long done; // of the new content since the last copy
  private int base = -1;
  private long from;
  private long to; // of the copy that is being made, or where the last one ended
  private boolean copying;

  /**
   * A layer's pieces.
   *
   * @param counterpart the number of the base that the layer resembles most; -1 for none
   */
  LayerDiff(BaseChunks bases, PieceWriter out, int counterpart) {
    this.bases = bases;
    this.out = out;
    this.counterpart = counterpart;
  }

  @Override
  public void chunk(byte[] buffer, int offset, int length) throws IOException {
    ChunkKey key = ChunkKey.of(hash, buffer, offset, length);
    Optional<Place> known = bases.find(key);
    if (known.isEmpty()) {
      add(buffer, offset, length);
      return;
    }
    Place place = known.get();
    if (copying && place.layer() == base && place.offset() == to) {
      to += length;
      return;
    }
    endCopy();
    flush(known);
    base = place.layer();
    from = place.offset();
    to = from + length;
    copying = true;
    done = 0;
  }

  private void add(byte[] buffer, int offset, int length) throws IOException {
    endCopy();
    if (length > fresh.length - filled) {
      flush(Optional.empty());
    }
    System.arraycopy(buffer, offset, fresh, filled, length);
    filled += length;
  }

  private void endCopy() throws IOException {
    if (copying) {
      out.copy(base, from, to - from);
      copying = false;
      done = 0;
    }
  }

  private void flush(Optional<Place> next) throws IOException {
    if (filled > 0) {
      Similar similar = similar(next);
      out.data(fresh, filled, similar);
      done += filled;
      filled = 0;
    }
  }

  /** The old content that most likely became the new: what lies between the copies around it. */
  private Similar similar(Optional<Place> next) {
    int layer = base >= 0 ? base : next.map(Place::layer).orElse(counterpart);
    if (layer < 0) {
      return Similar.NONE;
    }
    long start;
    long end;
    if (base < 0 && next.isPresent()) {
      start = next.get().offset() - filled - SLACK;
      end = next.get().offset() + MARGIN;
    } else {
      long expected = (base < 0 ? 0 : to) + done;
      boolean follows =
          next.isPresent() && next.get().layer() == layer && next.get().offset() >= to;
      start = expected - (done > 0 ? SLACK : MARGIN);
      end = follows ? next.get().offset() + MARGIN : expected + filled + SLACK;
      start = Math.min(start, end - MARGIN);
    }
    start = Math.max(0, start);
    end = Math.min(Math.min(end, start + Piece.MOST_PREFIX), bases.layers().get(layer).size());
    return end <= start ? Similar.NONE : new Similar(layer, start, (int) (end - start));
  }

  /** Writes what is left. */
  void end() throws IOException {
    endCopy();
    flush(Optional.empty());
    out.end();
  }
}
