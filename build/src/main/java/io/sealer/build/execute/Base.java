package io.sealer.build.execute;

import io.sealer.build.job.BuildException;
import io.sealer.build.job.ImageFetcher;
import io.sealer.oci.Descriptor;
import io.sealer.oci.Platform;
import io.sealer.oci.Reference;
import io.sealer.oci.image.Application;
import io.sealer.oci.image.ClusterImage;
import io.sealer.oci.image.ClusterImages;
import io.sealer.oci.layer.Layer;
import io.sealer.oci.store.ImageStore;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * FROM: finds the base image in the store or at its registry, and what a stage inherits from it.
 */
final class Base {
  /** Says for which Kubernetes versions an image is; is not inherited. */
  private static final String KUBE_VERSION = StageBuilder.KUBE_VERSION_LABEL;

  private final ImageStore store;
  private final ImageFetcher fetcher;
  private final boolean pull;

  Base(ImageStore store, ImageFetcher fetcher, boolean pull) {
    this.store = store;
    this.fetcher = fetcher;
    this.pull = pull;
  }

  ClusterImage image(Reference name, Platform platform) throws IOException {
    Optional<Descriptor> local = pull ? Optional.empty() : store.resolve(name);
    Descriptor descriptor =
        local.isPresent() ? local.get() : fetcher.fetch(name, List.of(platform), store);
    ClusterImage image = ClusterImages.read(store, descriptor);
    if (local.isEmpty()) {
      store.tag(name, descriptor);
    }
    return image;
  }

  /**
   * Begins a stage with what the image has: files, environment, labels, applications, workload
   * images; not what it launches.
   */
  Stage inherit(String name, ClusterImage image, Platform platform) throws BuildException {
    ClusterImage.Rootfs rootfs =
        image.rootfs(platform).orElseThrow(() -> wrongPlatform(name, image, platform));
    var stage = new Stage(platform);
    stage.key = new Key().add("from").add(rootfs.descriptor().digest().toString()).digest();
    for (String variable : rootfs.config().env()) {
      int equals = variable.indexOf('=');
      stage.env.put(variable.substring(0, equals), variable.substring(equals + 1));
    }
    stage.labels.putAll(rootfs.config().labels());
    stage.labels.remove(KUBE_VERSION);
    for (Application app : rootfs.extension().applications()) {
      stage.apps.put(app.name(), app);
    }
    List<Descriptor> layers = rootfs.manifest().layers();
    for (int i = 0; i < layers.size(); i++) {
      stage.layers.add(new Layer(layers.get(i), rootfs.config().diffIds().get(i)));
    }
    stage.history.addAll(rootfs.config().history());
    stage.lock.addAll(image.lock().entries());
    stage.workloads.addAll(image.workloads());
    stage.parent =
        Optional.of(new Stage.Parent(Reference.parse(name), rootfs.descriptor().digest()));
    stage.baseType = Optional.of(rootfs.extension().type());
    return stage;
  }

  private static BuildException wrongPlatform(String name, ClusterImage image, Platform platform) {
    String there =
        image.rootfs().stream().map(r -> r.platform().toString()).collect(Collectors.joining(", "));
    return new BuildException(
        "base image " + name + " has no files for " + platform,
        "it has them for " + there + "; build the base image for " + platform + " too");
  }
}
