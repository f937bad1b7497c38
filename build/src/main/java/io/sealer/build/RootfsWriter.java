package io.sealer.build;

import io.sealer.build.execute.Stage;
import io.sealer.build.image.RootfsImage;
import io.sealer.build.job.BuildRequest;
import io.sealer.oci.Descriptor;
import io.sealer.oci.image.ClusterImage;
import io.sealer.oci.image.Extension;
import io.sealer.oci.image.ImageLock;
import io.sealer.oci.image.ImageType;
import io.sealer.oci.store.ImageStore;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Writes what a stage has made for one platform. */
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
    var extension = new Extension(type(stage, labels), stage.apps(), stage.env(), stage.launch());
    return new RootfsImage(
            stage.platform(),
            stage.layers(),
            stage.history(),
            labels,
            extension,
            annotations(stage),
            request.options().created())
        .write(store, lock);
  }

  /** OCI annotations.md, "Pre-Defined Annotation Keys"; those of the user win. */
  private Map<String, String> annotations(Stage stage) {
    var annotations = new LinkedHashMap<String, String>();
    stage
        .parent()
        .ifPresent(
            parent -> {
              annotations.put(ClusterImage.BASE_NAME, parent.name().toString());
              annotations.put("org.opencontainers.image.base.digest", parent.manifest().toString());
            });
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
