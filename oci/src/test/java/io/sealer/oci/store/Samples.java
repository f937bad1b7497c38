package io.sealer.oci.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sealer.oci.Descriptor;
import io.sealer.oci.ImageConfig;
import io.sealer.oci.Index;
import io.sealer.oci.Manifest;
import io.sealer.oci.MediaTypes;
import io.sealer.oci.OciJson;
import io.sealer.oci.Platform;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Small images for tests: each text is a layer. */
public final class Samples {
  private Samples() {}

  /** Writes an image of these layers and answers its manifest. */
  public static Descriptor image(ContentStore store, String... layers) throws IOException {
    var descriptors = new ArrayList<Descriptor>();
    for (String layer : layers) {
      descriptors.add(store.put(MediaTypes.LAYER_TAR, layer.getBytes(UTF_8)));
    }
    var config =
        ImageConfig.of(Platform.LINUX_AMD64, descriptors.stream().map(Descriptor::digest).toList());
    Descriptor configured = store.put(MediaTypes.CONFIG, OciJson.write(config));
    return store.put(MediaTypes.MANIFEST, OciJson.write(Manifest.image(configured, descriptors)));
  }

  /** Writes an index of these members. */
  public static Descriptor index(ContentStore store, Descriptor... members) throws IOException {
    return store.put(MediaTypes.INDEX, OciJson.write(Index.of(List.of(members), Map.of())));
  }
}
