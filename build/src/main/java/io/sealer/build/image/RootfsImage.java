package io.sealer.build.image;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.ImageConfig;
import io.sealer.oci.ImageConfig.History;
import io.sealer.oci.Manifest;
import io.sealer.oci.MediaTypes;
import io.sealer.oci.OciJson;
import io.sealer.oci.Platform;
import io.sealer.oci.image.ContainerImages;
import io.sealer.oci.image.Extension;
import io.sealer.oci.image.ExtensionJson;
import io.sealer.oci.image.ImageLock;
import io.sealer.oci.layer.Layer;
import io.sealer.oci.store.ContentStore;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The files of a cluster image for one platform, and what is said about them.
 *
 * @param layers lowest first
 * @param annotations of the manifest, besides those that sealer writes
 */
public record RootfsImage(
    Platform platform,
    List<Layer> layers,
    List<History> history,
    Map<String, String> labels,
    Extension extension,
    Map<String, String> annotations,
    Instant created) {
  public RootfsImage {
    layers = List.copyOf(layers);
    history = List.copyOf(history);
    labels = new TreeMap<>(labels);
    annotations = new LinkedHashMap<>(annotations);
  }

  /** Writes configuration and manifest; the same arguments give the same bytes. */
  public Descriptor write(ContentStore store, ImageLock lock) throws IOException {
    List<String> env =
        extension.env().entrySet().stream()
            .map(variable -> variable.getKey() + "=" + variable.getValue())
            .toList();
    List<Digest> diffIds = layers.stream().map(Layer::diffId).toList();
    var config =
        new ImageConfig(Optional.of(created), platform, env, List.of(), labels, diffIds, history);
    var manifest =
        new Manifest(
            MediaTypes.MANIFEST,
            Optional.empty(),
            store.put(MediaTypes.CONFIG, OciJson.write(config)),
            layers.stream().map(Layer::descriptor).toList(),
            Optional.empty(),
            allAnnotations(lock));
    return store.put(MediaTypes.MANIFEST, OciJson.write(manifest)).withPlatform(platform);
  }

  private Map<String, String> allAnnotations(ImageLock lock) {
    var all = new LinkedHashMap<String, String>();
    all.put(Extension.ANNOTATION, ExtensionJson.write(extension, "sealer"));
    if (!lock.entries().isEmpty()) {
      all.put(
          ContainerImages.ANNOTATION, ContainerImages.write(ContainerImages.of(lock, platform)));
    }
    all.putAll(annotations);
    return all;
  }
}
