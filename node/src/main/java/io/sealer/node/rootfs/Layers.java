package io.sealer.node.rootfs;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.ImageConfig;
import io.sealer.oci.Manifest;
import io.sealer.oci.MediaTypes;
import io.sealer.oci.OciException;
import io.sealer.oci.OciJson;
import io.sealer.oci.layer.LayerReader;
import io.sealer.oci.layer.UnpackOptions;
import io.sealer.oci.store.ContentSource;
import io.sealer.oci.store.MissingContentException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/** The layers of a manifest, and what their unpacked forms must be. */
record Layers(List<Descriptor> layers, List<Digest> diffIds) {
  static Layers of(ContentSource store, Digest digest) throws IOException {
    Manifest manifest = OciJson.readManifest(store.read(document(store, digest)));
    ImageConfig config = OciJson.readConfig(store.read(manifest.config()));
    if (config.diffIds().size() != manifest.layers().size()) {
      throw new OciException(
          "manifest %s has %d layers, but its configuration speaks of %d"
              .formatted(digest, manifest.layers().size(), config.diffIds().size()),
          "build or pull the image again");
    }
    return new Layers(manifest.layers(), config.diffIds());
  }

  private static Descriptor document(ContentSource store, Digest digest) throws IOException {
    OptionalLong size = store.size(digest);
    if (size.isEmpty()) {
      throw new MissingContentException(digest);
    }
    return Descriptor.of(MediaTypes.MANIFEST, digest, size.getAsLong());
  }

  void unpack(ContentSource store, Path root) throws IOException {
    for (int i = 0; i < layers.size(); i++) {
      Descriptor layer = layers.get(i);
      try (InputStream in = new BufferedInputStream(store.open(layer.digest()), 1 << 16)) {
        UnpackOptions options = UnpackOptions.defaults().withDiffId(diffIds.get(i));
        LayerReader.unpack(in, layer.mediaType(), root, options);
      }
    }
  }
}
