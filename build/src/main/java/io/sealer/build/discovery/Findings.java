package io.sealer.build.discovery;

import io.sealer.oci.Reference;
import io.sealer.oci.image.ImageLock.Source;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What discovery has found.
 *
 * @param images each name, fully qualified, and all places where it stands
 * @param defects what could not be read or is no name
 */
public record Findings(SortedMap<Reference, List<Source>> images, List<Defect> defects) {
  public Findings {
    var copy = new TreeMap<Reference, List<Source>>();
    for (Map.Entry<Reference, List<Source>> image : images.entrySet()) {
      copy.put(image.getKey(), List.copyOf(image.getValue()));
    }
    images = copy;
    defects = List.copyOf(defects);
  }
}
