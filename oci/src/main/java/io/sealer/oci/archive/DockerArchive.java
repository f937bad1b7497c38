package io.sealer.oci.archive;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.ImageConfig;
import io.sealer.oci.Manifest;
import io.sealer.oci.MediaTypes;
import io.sealer.oci.OciException;
import io.sealer.oci.OciJson;
import io.sealer.oci.Reference;
import io.sealer.oci.json.JsonObject;
import io.sealer.oci.json.MalformedJsonException;
import io.sealer.oci.layer.Compression;
import io.sealer.oci.layer.LayerReader;
import io.sealer.oci.layer.UnpackOptions;
import io.sealer.oci.store.ContentStore;
import io.sealer.oci.store.CorruptContentException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What docker save writes: manifest.json names a configuration and layers for each image. */
final class DockerArchive {
  private static final String HINT = "the archive is damaged; make it again";

  private DockerArchive() {}

  static List<Entry> images(ArchiveFiles files, ContentStore store) throws IOException {
    byte[] manifest = files.document("manifest.json").orElseThrow();
    var loaded = new ArrayList<Entry>();
    try {
      for (JsonObject image : JsonObject.parseList(manifest, "archive, manifest.json")) {
        Descriptor descriptor = image(image, files, store);
        List<String> tags = image.texts("RepoTags");
        for (String tag : tags) {
          loaded.add(new Entry(Optional.of(Reference.parse(tag)), tag, descriptor));
        }
        if (tags.isEmpty()) {
          loaded.add(new Entry(Optional.empty(), "", descriptor));
        }
      }
    } catch (MalformedJsonException | IllegalArgumentException e) {
      throw new OciException(String.valueOf(e.getMessage()), HINT, e);
    }
    return loaded;
  }

  private static Descriptor image(JsonObject image, ArchiveFiles files, ContentStore store)
      throws IOException {
    Descriptor file = files.find(image.text("Config"));
    Descriptor config = Descriptor.of(MediaTypes.CONFIG, file.digest(), file.size());
    ImageConfig read = OciJson.readConfig(store.read(config));
    List<String> names = image.texts("Layers");
    if (names.size() != read.diffIds().size()) {
      throw new OciException(
          "archive: an image has "
              + names.size()
              + " layers, but its configuration lists "
              + read.diffIds().size(),
          HINT);
    }
    var layers = new ArrayList<Descriptor>();
    for (int i = 0; i < names.size(); i++) {
      layers.add(layer(names.get(i), read.diffIds().get(i), files, store));
    }
    return store
        .put(MediaTypes.MANIFEST, OciJson.write(Manifest.image(config, layers)))
        .withPlatform(read.platform());
  }

  private static Descriptor layer(
      String name, Digest diffId, ArchiveFiles files, ContentStore store) throws IOException {
    Descriptor file = files.find(name);
    Descriptor layer = file.mediaType().isEmpty() ? typed(file, store) : file;
    Digest found;
    try (InputStream in = store.open(layer.digest())) {
      found =
          layer.mediaType().equals(MediaTypes.LAYER_TAR)
              ? layer.digest()
              : LayerReader.diffId(in, layer.mediaType(), UnpackOptions.defaults());
    }
    if (!found.equals(diffId)) {
      throw new CorruptContentException(
          "archive: layer '" + name + "' must have digest " + diffId + ", but has " + found);
    }
    return layer;
  }

  /** A blob of docker's newer archives, whose first bytes were not looked at. */
  private static Descriptor typed(Descriptor file, ContentStore store) throws IOException {
    try (InputStream in = store.open(file.digest())) {
      String type = Compression.detect(in.readNBytes(4)).mediaType();
      return Descriptor.of(type, file.digest(), file.size());
    }
  }
}
