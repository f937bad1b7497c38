package io.sealer.cli.output;

import io.sealer.oci.Descriptor;
import io.sealer.oci.ImageConfig.History;
import io.sealer.oci.Reference;
import io.sealer.oci.image.ClusterImage.Rootfs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What made the layers of an image. An instruction that made none has an empty digest; a layer that
 * the history does not explain has an empty {@code createdBy}.
 */
public record HistoryDocument(String name, String platform, List<Entry> history) {
  public HistoryDocument {
    history = List.copyOf(history);
  }

  /** One instruction, with the size in bytes of its packed layer. */
  public record Entry(String created, String createdBy, String digest, long size) {}

  /** The history of the files for one platform. */
  public static HistoryDocument of(Reference name, Rootfs rootfs) {
    List<Descriptor> layers = rootfs.manifest().layers();
    var entries = new ArrayList<Entry>();
    int used = 0;
    for (History history : rootfs.config().history()) {
      String created = history.created().map(Instant::toString).orElse("");
      if (history.empty() || used == layers.size()) {
        entries.add(new Entry(created, history.createdBy(), "", 0));
      } else {
        Descriptor layer = layers.get(used++);
        entries.add(
            new Entry(created, history.createdBy(), layer.digest().toString(), layer.size()));
      }
    }
    for (Descriptor layer : layers.subList(used, layers.size())) {
      entries.add(new Entry("", "", layer.digest().toString(), layer.size()));
    }
    return new HistoryDocument(name.familiar(), rootfs.platform().toString(), entries);
  }
}
