package io.sealer.share.delta;

import io.sealer.oci.Descriptor;
import io.sealer.oci.OciException;
import io.sealer.oci.store.DiskStore;
import io.sealer.share.delta.DeltaDocument.Need;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Says what of a delta's bases is not here. */
final class Missing {
  private static final int MOST_NAMED = 5;

  private Missing() {}

  static void require(DiskStore store, DeltaDocument document) throws IOException {
    var missing = new ArrayList<Need>();
    for (Need need : document.needs()) {
      if (store.size(need.blob().digest()).orElse(-1) != need.blob().size()) {
        missing.add(need);
      }
    }
    if (!missing.isEmpty()) {
      throw error(missing, document);
    }
  }

  static void requireLayer(DiskStore store, Descriptor base) throws IOException {
    if (store.size(base.digest()).orElse(-1) != base.size()) {
      throw error(
          List.of(new Need(base, List.of())), new DeltaDocument(List.of(), List.of(), List.of()));
    }
  }

  private static OciException error(List<Need> missing, DeltaDocument document) {
    long bytes = missing.stream().mapToLong(need -> need.blob().size()).sum();
    var text = new StringBuilder();
    text.append("this is a delta, and ")
        .append(missing.size())
        .append(missing.size() == 1 ? " blob" : " blobs")
        .append(" of what it is made on top of, ")
        .append(bytes)
        .append(" bytes, are not here:");
    for (Need need : missing.subList(0, Math.min(MOST_NAMED, missing.size()))) {
      text.append("\n  ")
          .append(need.blob().digest())
          .append(" (")
          .append(need.blob().size())
          .append(" bytes) of ")
          .append(String.join(", ", need.images()));
    }
    if (missing.size() > MOST_NAMED) {
      text.append("\n  and ").append(missing.size() - MOST_NAMED).append(" more");
    }
    var images = new TreeSet<>(document.bases());
    missing.forEach(need -> images.addAll(need.images()));
    return new OciException(
        text.toString(),
        images.isEmpty()
            ? "ask for a file without --base"
            : "load or pull "
                + String.join(", ", images)
                + " first, or ask for a file without --base");
  }
}
