package io.sealer.build;

import io.sealer.build.execute.Stage;
import io.sealer.build.job.BuildRequest;
import io.sealer.oci.Descriptor;
import io.sealer.oci.ImageConfig;
import io.sealer.oci.Manifest;
import io.sealer.oci.MediaTypes;
import io.sealer.oci.OciJson;
import io.sealer.oci.image.ContainerImages;
import io.sealer.oci.image.Extension;
import io.sealer.oci.image.ExtensionJson;
import io.sealer.oci.image.ImageLock;
import io.sealer.oci.image.ImageType;
import io.sealer.oci.layer.Layer;
import io.sealer.oci.store.ImageStore;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Writes the manifest and configuration of one platform's files. */
final class RootfsWriter {
  private static final String CLUSTER_LABELS = "cluster.alpha.sealer.io/";

  private final ImageStore store;
  private final BuildRequest request;

  RootfsWriter(ImageStore store, BuildRequest request) {
    this.store = store;
    this.request = request;
  }

  Descriptor write(Stage stage, ImageLock lock) throws IOException {
    var labels = new TreeMap<>(stage.labels());
    labels.putAll(request.labels());
    List<String> env =
        stage.env().entrySet().stream()
            .map(variable -> variable.getKey() + "=" + variable.getValue())
            .toList();
    var config =
        new ImageConfig(
            Optional.of(request.options().created()),
            stage.platform(),
            env,
            List.of(),
            labels,
            stage.layers().stream().map(Layer::diffId).toList(),
            stage.history());
    Descriptor configured = store.put(MediaTypes.CONFIG, OciJson.write(config));
    List<Descriptor> layers = stage.layers().stream().map(Layer::descriptor).toList();
    var manifest =
        new Manifest(
            MediaTypes.MANIFEST,
            Optional.empty(),
            configured,
            layers,
            Optional.empty(),
            annotations(stage, labels, lock));
    return store.put(MediaTypes.MANIFEST, OciJson.write(manifest)).withPlatform(stage.platform());
  }

  private Map<String, String> annotations(Stage stage, Map<String, String> labels, ImageLock lock) {
    var annotations = new LinkedHashMap<String, String>();
    var extension = new Extension(type(stage, labels), stage.apps(), stage.env(), stage.launch());
    annotations.put(Extension.ANNOTATION, ExtensionJson.write(extension, "sealer"));
    if (!lock.entries().isEmpty()) {
      annotations.put(
          ContainerImages.ANNOTATION,
          ContainerImages.write(ContainerImages.of(lock, stage.platform())));
    }
    annotations.putAll(request.annotations());
    return annotations;
  }

  /** What was asked for, else what the base image does, else what the labels say. */
  private ImageType type(Stage stage, Map<String, String> labels) {
    boolean cluster = labels.keySet().stream().anyMatch(label -> label.startsWith(CLUSTER_LABELS));
    return request
        .options()
        .type()
        .or(stage::baseType)
        .orElse(cluster ? ImageType.KUBE_INSTALLER : ImageType.APP_INSTALLER);
  }
}
