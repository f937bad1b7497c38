package io.sealer.build.discovery;

import io.sealer.oci.Reference;
import io.sealer.oci.image.ImageLock.Source;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What discovery has found.
 *
 * @param images each name, fully qualified, and all places where it stands
 * @param candidates what may be images but was not taken, sorted by name
 * @param ignored what rules leave out, sorted by name
 * @param notes content that names images only when templates are filled in or charts rendered, and
 *     was left out
 * @param defects what could not be read or is no name
 */
public record Findings(
    SortedMap<Reference, List<Source>> images,
    List<Candidate> candidates,
    List<Ignored> ignored,
    List<Defect> notes,
    List<Defect> defects) {
  public Findings {
    var copy = new TreeMap<Reference, List<Source>>();
    images.forEach((name, sources) -> copy.put(name, List.copyOf(sources)));
    images = Collections.unmodifiableSortedMap(copy);
    candidates = List.copyOf(candidates);
    ignored = List.copyOf(ignored);
    notes = List.copyOf(notes);
    defects = List.copyOf(defects);
  }

  /** The same with more defects. */
  public Findings withDefects(List<Defect> more) {
    return new Findings(
        images,
        candidates,
        ignored,
        notes,
        Stream.concat(defects.stream(), more.stream()).toList());
  }
}
