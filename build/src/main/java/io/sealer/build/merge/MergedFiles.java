package io.sealer.build.merge;

import io.sealer.oci.Digest;
import io.sealer.oci.layer.Layer;
import io.sealer.oci.store.ContentSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * The layers of several images over each other, each once. What only one image has changed of a
 * layer that they share is no contradiction; what two have made different is.
 */
final class MergedFiles {
  private final ContentSource store;
  private final Conflicts conflicts;
  private final Set<Digest> common;
  private final Map<Digest, LayerFiles> known = new HashMap<>();
  private final List<Layer> layers = new ArrayList<>();
  private final Set<Digest> present = new HashSet<>();
  private final NavigableMap<String, File> files = new TreeMap<>();

  /** A file of the result: what it is, the layer it comes from, the image that brought it. */
  private record File(String text, Digest layer, String image) {}

  /**
   * Nothing yet.
   *
   * @param common layers that all images have, whose content need not be compared
   */
  MergedFiles(ContentSource store, Conflicts conflicts, Set<Digest> common) {
    this.store = store;
    this.conflicts = conflicts;
    this.common = common;
  }

  /** Lays an image's layers over what is there; true for each layer that was new. */
  List<Boolean> add(String image, List<Layer> own) throws IOException {
    Set<Digest> ids = new HashSet<>();
    own.forEach(layer -> ids.add(layer.diffId()));
    var taken = new ArrayList<Boolean>();
    var fresh = new ArrayList<Layer>();
    for (Layer layer : own) {
      taken.add(present.add(layer.diffId()));
      if (taken.getLast()) {
        fresh.add(layer);
      }
    }
    compare(image, fresh, ids);
    layers.addAll(fresh);
    return taken;
  }

  List<Layer> layers() {
    return List.copyOf(layers);
  }

  private void compare(String image, List<Layer> fresh, Set<Digest> ids) throws IOException {
    NavigableMap<String, File> own = new TreeMap<>();
    for (Layer layer : fresh) {
      LayerFiles read = read(layer);
      for (String directory : read.opaque()) {
        remove(image, directory + "/", ids, own);
      }
      for (String gone : read.removed()) {
        remove(image, gone + "/", ids, own);
        forget(image, gone, ids, own);
      }
      read.files().forEach((path, text) -> own.put(path, new File(text, layer.diffId(), image)));
    }
    for (Map.Entry<String, File> file : own.entrySet()) {
      File before = files.put(file.getKey(), file.getValue());
      if (before != null
          && !ids.contains(before.layer())
          && !before.text().equals(file.getValue().text())) {
        conflicts.add("file " + file.getKey() + " differs in " + before.image() + " and " + image);
      }
    }
  }

  private void remove(String image, String below, Set<Digest> ids, NavigableMap<String, File> own) {
    for (String path : List.copyOf(files.tailMap(below).keySet())) {
      if (!path.startsWith(below)) {
        break;
      }
      forget(image, path, ids, own);
    }
    own.keySet().removeIf(path -> path.startsWith(below));
  }

  private void forget(String image, String path, Set<Digest> ids, NavigableMap<String, File> own) {
    own.remove(path);
    File gone = files.remove(path);
    if (gone != null && !ids.contains(gone.layer()) && !gone.text().equals(LayerFiles.DIRECTORY)) {
      conflicts.add("file " + path + " of " + gone.image() + " is removed by " + image);
    }
  }

  private LayerFiles read(Layer layer) throws IOException {
    LayerFiles before = known.get(layer.diffId());
    if (before == null) {
      before = LayerFiles.read(store, layer, !common.contains(layer.diffId()));
      known.put(layer.diffId(), before);
    }
    return before;
  }
}
