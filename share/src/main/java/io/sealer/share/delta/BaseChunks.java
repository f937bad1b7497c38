package io.sealer.share.delta;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.store.DiskStore;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where the chunks of the base layers lie. Memory grows with their number: about 10 MB a GB. */
final class BaseChunks implements AutoCloseable {
  private final List<BaseLayer> layers = new ArrayList<>();
  private final Map<ChunkKey, Place> places = new HashMap<>();

  /** A chunk's place: the number of the layer, and where in its unpacked content. */
  record Place(int layer, long offset) {}

  /** Cuts these layers; where two have the same chunk, the first counts. */
  static BaseChunks of(DiskStore store, List<Descriptor> bases) throws IOException {
    var chunks = new BaseChunks();
    try {
      for (Descriptor base : bases) {
        chunks.add(store, base);
      }
      return chunks;
    } catch (IOException | RuntimeException e) {
      chunks.close();
      throw e;
    }
  }

  private void add(DiskStore store, Descriptor base) throws IOException {
    int number = layers.size();
    MessageDigest hash = Digest.sha256();
    long[] at = {0};
    layers.add(
        BaseLayer.open(
            store,
            base,
            (buffer, offset, length) -> {
              places.putIfAbsent(
                  ChunkKey.of(hash, buffer, offset, length), new Place(number, at[0]));
              at[0] += length;
            }));
  }

  List<BaseLayer> layers() {
    return layers;
  }

  Optional<Place> find(ChunkKey key) {
    return Optional.ofNullable(places.get(key));
  }

  @Override
  public void close() throws IOException {
    for (BaseLayer layer : layers) {
      layer.close();
    }
  }
}
