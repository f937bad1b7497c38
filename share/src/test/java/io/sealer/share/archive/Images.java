package io.sealer.share.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sealer.oci.Descriptor;
import io.sealer.oci.ImageConfig;
import io.sealer.oci.Index;
import io.sealer.oci.Manifest;
import io.sealer.oci.MediaTypes;
import io.sealer.oci.OciJson;
import io.sealer.oci.Platform;
import io.sealer.oci.layer.Compression;
import io.sealer.oci.layer.Layer;
import io.sealer.oci.layer.LayerWriter;
import io.sealer.oci.store.ContentStore;
import io.sealer.oci.tar.TarEntry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Small real images for tests. */
final class Images {
  private Images() {}

  /** An index of an image for amd64 and one for arm64, each with a layer of its text. */
  static Descriptor index(ContentStore store, String amd64, String arm64) throws IOException {
    Descriptor amd = image(store, Platform.LINUX_AMD64, Compression.ZSTD, amd64);
    Descriptor arm = image(store, Platform.LINUX_ARM64, Compression.ZSTD, arm64);
    return store.put(
        MediaTypes.INDEX,
        OciJson.write(
            Index.of(
                List.of(
                    amd.withPlatform(Platform.LINUX_AMD64), arm.withPlatform(Platform.LINUX_ARM64)),
                Map.of())));
  }

  /** An image with one layer for each text, in a file of that name. */
  static Descriptor image(ContentStore store, Compression compression, String... texts)
      throws IOException {
    return image(store, Platform.LINUX_AMD64, compression, texts);
  }

  private static Descriptor image(
      ContentStore store, Platform platform, Compression compression, String... texts)
      throws IOException {
    var layers = new ArrayList<Layer>();
    for (String text : texts) {
      layers.add(layer(store, compression, text));
    }
    var config = ImageConfig.of(platform, layers.stream().map(Layer::diffId).toList());
    Descriptor written = store.put(MediaTypes.CONFIG, OciJson.write(config));
    List<Descriptor> blobs = layers.stream().map(Layer::descriptor).toList();
    return store.put(MediaTypes.MANIFEST, OciJson.write(Manifest.image(written, blobs)));
  }

  private static Layer layer(ContentStore store, Compression compression, String text)
      throws IOException {
    byte[] content = text.repeat(100).getBytes(UTF_8);
    try (var writer = LayerWriter.open(store, compression)) {
      writer.add(TarEntry.file(text, 0644, content.length), new ByteArrayInputStream(content));
      return writer.commit();
    }
  }
}
