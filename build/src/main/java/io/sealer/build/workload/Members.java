package io.sealer.build.workload;

import io.sealer.oci.Descriptor;
import io.sealer.oci.OciJson;
import io.sealer.oci.Platform;
import io.sealer.oci.store.ContentSource;
import java.io.IOException;
import java.util.List;

/** The manifests behind an image name, one for each platform. */
final class Members {
  private Members() {}

  /** The members of an index, or a manifest itself; each says its platform. */
  static List<Descriptor> of(ContentSource source, Descriptor image) throws IOException {
    if (image.isIndex()) {
      return OciJson.readIndex(source.read(image)).manifests().stream()
          .filter(m -> m.isManifest() && m.platform().isPresent())
          .toList();
    }
    Descriptor config = OciJson.readManifest(source.read(image)).config();
    return List.of(image.withPlatform(OciJson.readConfig(source.read(config)).platform()));
  }

  /** Whether a host of one platform can run an image of the other. */
  static boolean runsOn(Platform image, Platform host) {
    return image.os().equals(host.os())
        && image.architecture().equals(host.architecture())
        && (host.variant().isEmpty()
            || image.variant().isEmpty()
            || image.variant().equals(host.variant()));
  }
}
