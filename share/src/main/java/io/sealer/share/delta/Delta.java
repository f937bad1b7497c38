package io.sealer.share.delta;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.Reference;
import io.sealer.oci.store.Closure;
import io.sealer.oci.store.DiskStore;
import io.sealer.share.delta.DeltaDocument.Need;
import io.sealer.share.delta.DeltaDocument.PackedLayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * What images have that other images lack: blobs, and for layers only the chunks if asked for. The
 * pieces of layers lie in files of the store's directory until this is closed.
 */
public final class Delta implements AutoCloseable {
  private final DiskStore store;
  private final SequencedMap<Digest, Descriptor> there = new LinkedHashMap<>();
  private final Map<Digest, Set<String>> bringers = new LinkedHashMap<>();
  private final List<Descriptor> whole = new ArrayList<>();
  private final List<LayerDelta> layers = new ArrayList<>();
  private final Set<Digest> needed = new LinkedHashSet<>();
  private final List<String> bases = new ArrayList<>();

  private Delta(DiskStore store) {
    this.store = store;
  }

  /** An image that the other side has. */
  public record Base(Reference name, Descriptor image) {}

  /**
   * A layer as pieces.
   *
   * @param packed what it becomes and from what
   * @param file its pieces
   * @param size their length in bytes
   */
  public record LayerDelta(PackedLayer packed, Path file, long size) {}

  /**
   * Works out what is to be moved.
   *
   * @param wanted everything that the images need
   * @param chunked whether layers may come as pieces; else blobs are left out or whole
   */
  public static Delta of(DiskStore store, Closure wanted, List<Base> bases, boolean chunked)
      throws IOException {
    var delta = new Delta(store);
    try {
      for (Base base : bases) {
        delta.addBase(base);
      }
      delta.split(wanted, chunked);
      return delta;
    } catch (IOException | RuntimeException e) {
      delta.close();
      throw e;
    }
  }

  private void addBase(Base base) throws IOException {
    bases.add(base.name().toString());
    for (Descriptor part : Closure.of(store, base.image()).all()) {
      if (store.size(part.digest()).orElse(-1) == part.size()) {
        there.putIfAbsent(part.digest(), part);
        bringers
            .computeIfAbsent(part.digest(), _ -> new LinkedHashSet<>())
            .add(base.name().toString());
      }
    }
  }

  private void split(Closure wanted, boolean chunked) throws IOException {
    var lacking = new ArrayList<Descriptor>();
    Set<Digest> target = new LinkedHashSet<>();
    for (Descriptor part : wanted.all()) {
      target.add(part.digest());
      if (there.containsKey(part.digest())) {
        needed.add(part.digest());
      } else {
        lacking.add(part);
      }
    }
    Set<Digest> layerDigests = new LinkedHashSet<>();
    wanted.layers().forEach(layer -> layerDigests.add(layer.digest()));
    List<Descriptor> old = chunked ? replaced(target) : List.of();
    if (old.isEmpty()) {
      whole.addAll(lacking);
      return;
    }
    try (BaseChunks chunks = BaseChunks.of(store, old)) {
      for (Descriptor part : lacking) {
        Optional<LayerDelta> pieces =
            layerDigests.contains(part.digest())
                ? LayerPacker.pack(store, part, chunks)
                : Optional.empty();
        pieces.ifPresentOrElse(this::addLayer, () -> whole.add(part));
      }
    }
  }

  /**
   * Layers that the images no longer have are what the new ones came from; else all are looked at.
   */
  private List<Descriptor> replaced(Set<Digest> target) {
    List<Descriptor> all = there.values().stream().filter(LayerPacker::isLayer).toList();
    List<Descriptor> gone = all.stream().filter(layer -> !target.contains(layer.digest())).toList();
    return gone.isEmpty() ? all : gone;
  }

  private void addLayer(LayerDelta layer) {
    layers.add(layer);
    layer.packed().bases().forEach(base -> needed.add(base.digest()));
  }

  /** What goes first into an archive. */
  public DeltaDocument document() {
    var needs = new ArrayList<Need>();
    for (Digest digest : needed) {
      Descriptor blob = there.get(digest);
      if (blob != null) {
        needs.add(new Need(blob, List.copyOf(bringers.getOrDefault(digest, Set.of()))));
      }
    }
    needs.sort(Comparator.comparing(need -> need.blob().digest()));
    return new DeltaDocument(bases, needs, layers.stream().map(LayerDelta::packed).toList());
  }

  /** Blobs that are moved as they are. */
  public List<Descriptor> whole() {
    return List.copyOf(whole);
  }

  /** Layers that are moved as pieces. */
  public List<LayerDelta> layers() {
    return List.copyOf(layers);
  }

  /** How many bytes are moved. */
  public long bytes() {
    return whole.stream().mapToLong(Descriptor::size).sum()
        + layers.stream().mapToLong(LayerDelta::size).sum();
  }

  @Override
  public void close() throws IOException {
    for (LayerDelta layer : layers) {
      Files.deleteIfExists(layer.file());
    }
  }
}
