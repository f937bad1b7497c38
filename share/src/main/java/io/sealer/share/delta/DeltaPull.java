package io.sealer.share.delta;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.Manifest;
import io.sealer.oci.MediaTypes;
import io.sealer.oci.OciException;
import io.sealer.oci.OciJson;
import io.sealer.oci.Progress;
import io.sealer.oci.Reference;
import io.sealer.oci.registry.RegistryClient;
import io.sealer.oci.registry.RegistryException;
import io.sealer.oci.store.DiskStore;
import io.sealer.share.delta.DeltaDocument.PackedLayer;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts layers of an image together from deltas that a registry has for it, before the image is
 * pulled in the ordinary way: what could not be had so is then fetched whole. Not thread-safe.
 */
public final class DeltaPull {
  private static final int MOST_DELTAS = 20;

  private final RegistryClient client;
  private final DiskStore store;
  private final Progress progress;

  /** Pulls into a store that stays open until the image has a name. */
  public DeltaPull(RegistryClient client, DiskStore store, Progress progress) {
    this.client = client;
    this.store = store;
    this.progress = progress;
  }

  /**
   * What came of it.
   *
   * @param layers how many layers were put together
   * @param saved how many bytes less than fetching them whole
   */
  public record Result(int layers, long saved) {
    Result plus(Result more) {
      return new Result(layers + more.layers, saved + more.saved);
    }
  }

  /**
   * Looks for deltas that fit what is here and applies them.
   *
   * @throws OciException when a delta is not as it must be; pulling without it may work all the
   *     same
   */
  public Result run(Reference name) throws IOException {
    var result = new Result(0, 0);
    List<Descriptor> deltas = listed(name);
    for (Descriptor delta : deltas.subList(0, Math.min(MOST_DELTAS, deltas.size()))) {
      result = result.plus(apply(name, OciJson.readManifest(client.manifest(name, delta))));
    }
    return result;
  }

  /** A registry that does not say has none; what else is wrong with it, the pull will tell. */
  private List<Descriptor> listed(Reference name) throws IOException {
    try {
      Descriptor image = client.resolve(name);
      return store.has(image.digest())
          ? List.of()
          : client.referrers(name, image.digest(), MediaTypes.DELTA);
    } catch (RegistryException e) {
      return List.of();
    }
  }

  private Result apply(Reference name, Manifest artifact) throws IOException {
    Map<Digest, Descriptor> pieces = pieces(artifact);
    var fetched = new HashSet<Digest>();
    try (var reader = new DeltaReader(store, store, progress)) {
      DeltaDocument document = document(name, artifact, fetched);
      List<PackedLayer> useful = useful(document, pieces);
      reader.begin(new DeltaDocument(document.bases(), List.of(), useful));
      long saved = 0;
      for (PackedLayer layer : useful) {
        Descriptor blob = pieces.getOrDefault(layer.layer().digest(), layer.layer());
        fetch(name, blob, fetched);
        try (InputStream in = store.open(blob.digest())) {
          reader.rebuild(layer.layer().digest().hex(), blob.size(), in);
        }
        saved += layer.layer().size() - blob.size();
      }
      return new Result(useful.size(), saved);
    } finally {
      store.discard(fetched);
    }
  }

  private DeltaDocument document(Reference name, Manifest artifact, Set<Digest> fetched)
      throws IOException {
    if (artifact.layers().isEmpty() || artifact.layers().getFirst().size() > OciJson.LIMIT) {
      throw new OciException("a delta of " + name + " has no document", "push it again");
    }
    Descriptor document = artifact.layers().getFirst();
    fetch(name, document, fetched);
    return DeltaDocument.read(store.read(document));
  }

  private void fetch(Reference name, Descriptor blob, Set<Digest> fetched) throws IOException {
    client.fetchBlob(name, blob, store, Progress.NONE); // counted when the layer is put together
    fetched.add(blob.digest());
  }

  private static Map<Digest, Descriptor> pieces(Manifest artifact) throws OciException {
    var pieces = new HashMap<Digest, Descriptor>();
    for (Descriptor blob : artifact.layers()) {
      String layer = blob.annotations().get(DeltaArtifact.LAYER);
      if (layer != null) {
        try {
          pieces.put(Digest.parse(layer), blob);
        } catch (IllegalArgumentException e) {
          throw new OciException("a delta names no layer, but " + layer, "push it again", e);
        }
      }
    }
    return pieces;
  }

  /** Layers that are not here, are cheaper so, and whose old content is here. */
  private List<PackedLayer> useful(DeltaDocument document, Map<Digest, Descriptor> pieces)
      throws IOException {
    var useful = new ArrayList<PackedLayer>();
    for (PackedLayer layer : document.layers()) {
      Descriptor blob = pieces.get(layer.layer().digest());
      if (blob != null
          && blob.size() < layer.layer().size()
          && !store.has(layer.layer().digest())
          && basesAreHere(layer)) {
        useful.add(layer);
      }
    }
    return useful;
  }

  private boolean basesAreHere(PackedLayer layer) throws IOException {
    for (Descriptor base : layer.bases()) {
      if (store.size(base.digest()).orElse(-1) != base.size()) {
        return false;
      }
      store.resume(base).close(); // spared by prune from here on
    }
    return true;
  }
}
