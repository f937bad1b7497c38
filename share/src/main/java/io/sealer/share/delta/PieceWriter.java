package io.sealer.share.delta;

import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDictContentType;
import com.github.luben.zstd.ZstdException;
import io.sealer.oci.Descriptor;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes the pieces of one layer's delta. Not thread-safe. */
final class PieceWriter {
  /** Small pieces are packed as tightly as can be; larger ones would take too long. */
  private static final int SMALL = 1 << 18;

  private final OutputStream out;
  private final BaseChunks bases;
  private final Map<Integer, Integer> numbers = new LinkedHashMap<>();

  PieceWriter(OutputStream out, BaseChunks bases) throws IOException {
    this.out = out;
    this.bases = bases;
    out.write(Piece.MAGIC);
  }

  void copy(int base, long offset, long length) throws IOException {
    out.write(Piece.COPY);
    Varint.write(out, number(base));
    Varint.write(out, offset);
    Varint.write(out, length);
  }

  /** Old content that new content resembles. */
  record Similar(int base, long offset, int length) {
    static final Similar NONE = new Similar(-1, 0, 0);
  }

  void data(byte[] content, int length, Similar similar) throws IOException {
    byte[] prefix = new byte[similar.length()];
    if (prefix.length > 0) {
      bases.layers().get(similar.base()).read(similar.offset(), prefix, 0, prefix.length);
    }
    byte[] packed = pack(content, length, prefix);
    out.write(Piece.DATA);
    Varint.write(out, similar.base() < 0 ? 0 : number(similar.base()) + 1L);
    if (similar.base() >= 0) {
      Varint.write(out, similar.offset());
      Varint.write(out, similar.length());
    }
    Varint.write(out, length);
    Varint.write(out, packed.length);
    out.write(packed);
  }

  private static byte[] pack(byte[] content, int length, byte[] prefix) throws IOException {
    try (var zstd = new ZstdCompressCtx()) {
      zstd.setLevel(length <= SMALL ? 19 : 9);
      zstd.setWindowLog(
          Math.max(10, 64 - Long.numberOfLeadingZeros((long) length + prefix.length)));
      if (prefix.length > 0) {
        zstd.loadDict(prefix, ZstdDictContentType.RAW_CONTENT);
      }
      return zstd.compress(length == content.length ? content : Arrays.copyOf(content, length));
    } catch (ZstdException e) {
      throw new IOException("packing new content failed: " + e.getMessage(), e);
    }
  }

  /** Bases are numbered anew in the order in which this layer uses them. */
  private int number(int base) {
    return numbers.computeIfAbsent(base, _ -> numbers.size());
  }

  /** The bases that were used, by their numbers here. */
  List<Descriptor> used() {
    return numbers.keySet().stream().map(base -> bases.layers().get(base).descriptor()).toList();
  }

  void end() throws IOException {
    out.write(Piece.END);
    out.flush();
  }
}
