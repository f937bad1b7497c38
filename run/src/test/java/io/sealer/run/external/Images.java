package io.sealer.run.external;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sealer.oci.Descriptor;
import io.sealer.oci.ImageConfig;
import io.sealer.oci.Index;
import io.sealer.oci.Manifest;
import io.sealer.oci.MediaTypes;
import io.sealer.oci.OciJson;
import io.sealer.oci.Platform;
import io.sealer.oci.Reference;
import io.sealer.oci.image.ImageLock;
import io.sealer.oci.store.DiskStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Small images for tests. */
final class Images {
  static final Platform ARM = new Platform("linux", "arm64", Optional.empty());
  static final Platform S390 = new Platform("linux", "s390x", Optional.empty());

  private Images() {}

  /** An image of one platform, whole. */
  static Descriptor image(DiskStore store, String content, Platform platform) throws IOException {
    Descriptor layer = store.put(MediaTypes.LAYER_GZIP, content.getBytes(UTF_8));
    var config = ImageConfig.of(platform, List.of(layer.digest()));
    Descriptor configured = store.put(MediaTypes.CONFIG, OciJson.write(config));
    byte[] manifest = OciJson.write(Manifest.image(configured, List.of(layer)));
    return store.put(MediaTypes.MANIFEST, manifest).withPlatform(platform);
  }

  /** An index with these members and, when asked for, one that is not in the store. */
  static Descriptor index(DiskStore store, boolean sparse, Descriptor... members)
      throws IOException {
    var all = new ArrayList<>(Arrays.asList(members));
    if (sparse) {
      Descriptor absent = Descriptor.of(MediaTypes.MANIFEST, "not here".getBytes(UTF_8));
      all.add(absent.withPlatform(S390));
    }
    return store.put(MediaTypes.INDEX, OciJson.write(Index.of(all, Map.of())));
  }

  static ImageLock.Entry named(String name, Descriptor is) {
    return new ImageLock.Entry(Reference.parse(name), is, List.of(), List.of());
  }
}
