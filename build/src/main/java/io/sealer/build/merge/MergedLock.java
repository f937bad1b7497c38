package io.sealer.build.merge;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.Platform;
import io.sealer.oci.Reference;
import io.sealer.oci.image.ClusterImage;
import io.sealer.oci.image.ImageLock;
import io.sealer.oci.store.Closure;
import io.sealer.oci.store.ContentSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Workload images of several images: each name once, with one digest. */
public final class MergedLock {
  private final Conflicts conflicts;
  private final Map<Reference, ImageLock.Entry> entries = new TreeMap<>();
  private final Map<Reference, String> bringers = new HashMap<>();
  private final Map<Digest, Descriptor> manifests = new LinkedHashMap<>();

  /** None yet. */
  public MergedLock(Conflicts conflicts) {
    this.conflicts = conflicts;
  }

  /** Takes over what an image has locked. */
  public void add(String image, ClusterImage content) {
    content.workloads().forEach(w -> manifests.putIfAbsent(w.digest(), w));
    for (ImageLock.Entry entry : content.lock().entries()) {
      ImageLock.Entry before = entries.get(entry.name());
      String bringer = bringers.put(entry.name(), image);
      if (before == null) {
        entries.put(entry.name(), entry);
      } else if (before.descriptor().digest().equals(entry.descriptor().digest())) {
        entries.put(entry.name(), united(before, entry));
      } else {
        conflicts.add(
            "workload image %s is %s in %s and %s in %s"
                .formatted(
                    entry.name(),
                    before.descriptor().digest().abbreviated(),
                    bringer,
                    entry.descriptor().digest().abbreviated(),
                    image));
        entries.put(entry.name(), entry);
      }
    }
  }

  private static ImageLock.Entry united(ImageLock.Entry one, ImageLock.Entry other) {
    var platforms = new LinkedHashSet<Platform>(one.platforms());
    platforms.addAll(other.platforms());
    var sources = new LinkedHashSet<ImageLock.Source>(one.sources());
    sources.addAll(other.sources());
    return new ImageLock.Entry(
        one.name(), one.descriptor(), List.copyOf(platforms), List.copyOf(sources));
  }

  /** The lock of the result. */
  public ImageLock lock() {
    return new ImageLock(new ArrayList<>(entries.values()));
  }

  /** The manifests that a name of the lock still stands for. */
  public List<Descriptor> manifests(ContentSource store) throws IOException {
    List<Descriptor> named = entries.values().stream().map(ImageLock.Entry::descriptor).toList();
    Set<Digest> needed =
        Closure.of(store, named).documents().stream()
            .map(Descriptor::digest)
            .collect(Collectors.toSet());
    return manifests.values().stream().filter(m -> needed.contains(m.digest())).toList();
  }
}
