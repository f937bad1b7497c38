package io.sealer.share.delta;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdDictContentType;
import com.github.luben.zstd.ZstdException;
import io.sealer.oci.OciException;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;

/**
 * Puts the pieces of one layer together as they stream by. Nothing is trusted: places are checked
 * against the bases, and no more comes out than was said. Not thread-safe.
 */
final class LayerBuilder {
  private static final String HINT = "the delta is damaged; copy or make it again";

  private final List<BaseLayer> bases;
  private final OutputStream out;
  private final long expected;
  private final byte[] buffer = new byte[1 << 17];
  private long written;

  /**
   * A layer from bases by number.
   *
   * @param expected length of the tar file in bytes
   */
  LayerBuilder(List<BaseLayer> bases, OutputStream out, long expected) {
    this.bases = bases;
    this.out = out;
    this.expected = expected;
  }

  void build(InputStream pieces) throws IOException {
    var in = new DataInputStream(pieces);
    try {
      if (!Arrays.equals(in.readNBytes(Piece.MAGIC.length), Piece.MAGIC)) {
        throw new OciException("these are no pieces of a layer", HINT);
      }
      for (int kind = in.readUnsignedByte(); kind != Piece.END; kind = in.readUnsignedByte()) {
        switch (kind) {
          case Piece.COPY -> copy(in);
          case Piece.DATA -> data(in);
          default -> throw new OciException("a piece of unknown kind " + kind, HINT);
        }
      }
    } catch (EOFException e) {
      throw new OciException("the pieces of the layer are cut off", HINT, e);
    }
    if (written != expected) {
      throw new OciException(
          "the pieces have " + written + " bytes; the layer must have " + expected, HINT);
    }
  }

  private void copy(InputStream in) throws IOException {
    BaseLayer base = base(Varint.read(in));
    long at = Varint.read(in);
    long left = Varint.read(in);
    require(left);
    while (left > 0) {
      int n = (int) Math.min(left, buffer.length);
      base.read(at, buffer, 0, n);
      out.write(buffer, 0, n);
      at += n;
      left -= n;
    }
  }

  private void data(DataInputStream in) throws IOException {
    long base = Varint.read(in);
    byte[] prefix = new byte[0];
    if (base > 0) {
      long at = Varint.read(in);
      prefix = new byte[within(Varint.read(in), Piece.MOST_PREFIX)];
      base(base - 1).read(at, prefix, 0, prefix.length);
    }
    int length = within(Varint.read(in), Piece.MOST_DATA);
    byte[] packed = new byte[within(Varint.read(in), Piece.MOST_DATA + (1 << 16))];
    in.readFully(packed);
    require(length);
    out.write(unpack(packed, length, prefix), 0, length);
  }

  private static byte[] unpack(byte[] packed, int length, byte[] prefix) throws OciException {
    try (var zstd = new ZstdDecompressCtx()) {
      if (prefix.length > 0) {
        zstd.loadDict(prefix, ZstdDictContentType.RAW_CONTENT);
      }
      byte[] content = zstd.decompress(packed, length);
      if (content.length != length) {
        throw new OciException(
            "a piece has " + content.length + " bytes instead of " + length, HINT);
      }
      return content;
    } catch (ZstdException e) {
      throw new OciException("a piece cannot be unpacked: " + e.getMessage(), HINT, e);
    }
  }

  private BaseLayer base(long number) throws OciException {
    if (number >= bases.size()) {
      throw new OciException(
          "it takes from layer " + number + " of " + bases.size() + " old layers", HINT);
    }
    return bases.get((int) number);
  }

  private void require(long more) throws OciException {
    if (more > expected - written) {
      throw new OciException("the pieces have more bytes than the layer: " + expected, HINT);
    }
    written += more;
  }

  private static int within(long length, int most) throws OciException {
    if (length > most) {
      throw new OciException("a piece of " + length + " bytes is too large", HINT);
    }
    return (int) length;
  }
}
