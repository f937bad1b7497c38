package io.sealer.cli.output;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.ImageConfig;
import io.sealer.oci.Platform;
import io.sealer.oci.Reference;
import io.sealer.oci.image.Application;
import io.sealer.oci.image.ClusterImage;
import io.sealer.oci.image.ClusterImage.Rootfs;
import io.sealer.oci.image.ImageLock;
import io.sealer.oci.store.Closure;
import io.sealer.oci.store.ImageStore;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@code sealer inspect} says of an image: the document of contract.md. Sizes in bytes. */
public record ImageDocument(
    String name,
    String digest,
    String type,
    List<String> platforms,
    String created,
    String parent,
    Map<String, String> labels,
    Map<String, String> env,
    String kubeVersion,
    List<App> apps,
    Launch launch,
    List<Workload> workloadImages,
    List<Layer> layers) {

  /** An application. */
  public record App(
      String name, String type, List<String> files, Map<String, String> env, List<String> cmds) {}

  /** What is started by default. */
  public record Launch(List<String> apps, List<String> cmds) {}

  /** A workload image and where its name was found. */
  public record Workload(
      String name, String digest, List<String> platforms, long size, List<Source> sources) {}

  /** A place in the content. */
  public record Source(String file, int line, String how) {}

  /** A layer and the instruction that made it. */
  public record Layer(
      String digest, String diffId, String mediaType, long size, String createdBy) {}

  /** Describes an image; files, applications and layers are those of one platform. */
  public static ImageDocument of(
      Reference name, ClusterImage image, Rootfs rootfs, ImageStore store) throws IOException {
    ImageConfig config = rootfs.config();
    return new ImageDocument(
        name.familiar(),
        image.descriptor().digest().toString(),
        rootfs.extension().type().text(),
        image.rootfs().stream().map(r -> r.platform().toString()).toList(),
        config.created().map(Instant::toString).orElse(""),
        parent(rootfs),
        config.labels(),
        env(config.env()),
        kubeVersion(config.labels()),
        rootfs.extension().applications().stream().map(ImageDocument::app).toList(),
        new Launch(rootfs.extension().launch().apps(), rootfs.extension().launch().cmds()),
        workloads(image, store),
        layers(rootfs));
  }

  /** Empty when the image was built from none. */
  private static String parent(Rootfs rootfs) {
    String name = rootfs.base().orElse("");
    try {
      return name.isEmpty() ? "" : Reference.parse(name).familiar();
    } catch (IllegalArgumentException e) {
      return name; // another tool wrote it
    }
  }

  /** The versions that KUBEVERSION allows; without it the version that the image brings. */
  private static String kubeVersion(Map<String, String> labels) {
    String own = labels.getOrDefault("cluster.alpha.sealer.io/cluster-runtime-version", "");
    return labels.getOrDefault("app.alpha.sealer.io/supported-kube-version", own);
  }

  private static App app(Application app) {
    return new App(app.name(), app.kind().text(), app.files(), app.env(), app.cmds());
  }

  private static Map<String, String> env(List<String> variables) {
    var env = new LinkedHashMap<String, String>();
    for (String variable : variables) {
      int equals = variable.indexOf('=');
      env.put(
          equals < 0 ? variable : variable.substring(0, equals),
          equals < 0 ? "" : variable.substring(equals + 1));
    }
    return env;
  }

  private static List<Workload> workloads(ClusterImage image, ImageStore store) throws IOException {
    var workloads = new ArrayList<Workload>();
    for (ImageLock.Entry entry : image.lock().entries()) {
      workloads.add(
          new Workload(
              entry.name().toString(),
              entry.descriptor().digest().toString(),
              entry.platforms().stream().map(Platform::toString).toList(),
              size(entry.descriptor(), store),
              entry.sources().stream()
                  .map(source -> new Source(source.file(), source.line(), source.how()))
                  .toList()));
    }
    return workloads;
  }

  private static long size(Descriptor descriptor, ImageStore store) throws IOException {
    long size = 0;
    for (Descriptor content : Closure.of(store, descriptor).all()) {
      size += store.size(content.digest()).orElse(0);
    }
    return size;
  }

  private static List<Layer> layers(Rootfs rootfs) {
    List<String> createdBy =
        rootfs.config().history().stream()
            .filter(entry -> !entry.empty())
            .map(ImageConfig.History::createdBy)
            .toList();
    List<Digest> diffIds = rootfs.config().diffIds();
    var layers = new ArrayList<Layer>();
    for (int i = 0; i < rootfs.manifest().layers().size(); i++) {
      Descriptor layer = rootfs.manifest().layers().get(i);
      String by = createdBy.size() == diffIds.size() ? createdBy.get(i) : "";
      layers.add(
          new Layer(
              layer.digest().toString(),
              diffIds.get(i).toString(),
              layer.mediaType(),
              layer.size(),
              by));
    }
    return layers;
  }
}
