package io.sealer.share.delta;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.MediaTypes;
import io.sealer.oci.layer.Compression;
import io.sealer.oci.store.DiskStore;
import io.sealer.share.delta.Delta.LayerDelta;
import io.sealer.share.delta.DeltaDocument.PackedLayer;
import java.io.BufferedOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * Makes the delta of one layer, and proves in the same pass that packing its content again gives
 * the very same bytes. Layers packed by other tools mostly do not; they are moved whole.
 */
final class LayerPacker {
  private LayerPacker() {}

  /** Whether content of this type is a tar file, packed or not. */
  static boolean isLayer(Descriptor blob) {
    return switch (blob.mediaType()) {
      case MediaTypes.LAYER_TAR,
          MediaTypes.LAYER_GZIP,
          MediaTypes.LAYER_ZSTD,
          MediaTypes.DOCKER_LAYER_TAR,
          MediaTypes.DOCKER_LAYER_GZIP ->
          true;
      default -> false;
    };
  }

  /** The layer as pieces; empty when it is better moved whole. */
  static Optional<LayerDelta> pack(DiskStore store, Descriptor layer, BaseChunks bases)
      throws IOException {
    if (!isLayer(layer)) {
      return Optional.empty();
    }
    Path file = store.scratch();
    boolean kept = false;
    try {
      Optional<PackedLayer> packed = write(store, layer, bases, file);
      long size = Files.size(file);
      if (packed.isPresent() && size < layer.size()) {
        kept = true;
        return Optional.of(new LayerDelta(packed.get(), file, size));
      }
      return Optional.empty();
    } finally {
      if (!kept) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static Optional<PackedLayer> write(
      DiskStore store, Descriptor layer, BaseChunks bases, Path file) throws IOException {
    Compression compression = Compression.of(layer.mediaType());
    MessageDigest hash = Digest.sha256();
    try (var pieces = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
        OutputStream again =
            compression.pack(new DigestOutputStream(OutputStream.nullOutputStream(), hash));
        var content = new Repacking(compression.unpack(store.open(layer.digest())), again)) {
      var out = new PieceWriter(pieces, bases);
      var diff = new LayerDiff(bases, out, counterpart(layer, bases));
      Chunker.cut(content, diff);
      diff.end();
      Repacked.finish(again);
      if (!Digest.ofHash(hash.digest()).equals(layer.digest())) {
        return Optional.empty();
      }
      return Optional.of(new PackedLayer(layer, content.size(), compression.packer(), out.used()));
    }
  }

  /** The base that is most like it in size. */
  private static int counterpart(Descriptor layer, BaseChunks bases) {
    int best = -1;
    long least = Long.MAX_VALUE;
    for (int i = 0; i < bases.layers().size(); i++) {
      long off = Math.abs(bases.layers().get(i).descriptor().size() - layer.size());
      if (off < least) {
        least = off;
        best = i;
      }
    }
    return best;
  }

  /** Packs what is read again, to see what comes out. */
  private static final class Repacking extends FilterInputStream {
    private final OutputStream again;
    private long size;

    Repacking(InputStream in, OutputStream again) {
      super(in);
      this.again = again;
    }

    long size() {
      return size;
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
        again.write(buffer, offset, n);
        size += n;
      }
      return n;
    }
  }
}
