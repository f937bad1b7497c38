package io.sealer.build.merge;

import io.sealer.build.image.RootfsImage;
import io.sealer.oci.Digest;
import io.sealer.oci.ImageConfig.History;
import io.sealer.oci.Platform;
import io.sealer.oci.image.Application;
import io.sealer.oci.image.ClusterImage.Rootfs;
import io.sealer.oci.image.Extension;
import io.sealer.oci.image.Extension.Launch;
import io.sealer.oci.image.ImageType;
import io.sealer.oci.layer.Layer;
import io.sealer.oci.store.ContentSource;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.TreeMap;

/** Merges the files of several images for one platform, and what is said about them. */
public final class PlatformMerge {
  private static final String CLUSTER_LABELS = "cluster.alpha.sealer.io/";
  private static final String KUBE_VERSION = "app.alpha.sealer.io/supported-kube-version";

  private final Platform platform;
  private final Conflicts conflicts;
  private final MergedFiles files;
  private final Instant created;
  private final List<History> history = new ArrayList<>();
  private final Map<String, String> labels = new TreeMap<>();
  private final Map<String, String> env = new LinkedHashMap<>();
  private final Map<String, Application> apps = new LinkedHashMap<>();
  private final Map<String, String> bringers = new LinkedHashMap<>();
  private final SequencedSet<String> launched = new LinkedHashSet<>();
  private final SequencedSet<String> cmds = new LinkedHashSet<>();
  private ImageType type = ImageType.APP_INSTALLER;

  private PlatformMerge(
      Platform platform, Conflicts conflicts, MergedFiles files, Instant created) {
    this.platform = platform;
    this.conflicts = conflicts;
    this.files = files;
    this.created = created;
  }

  /**
   * Merges.
   *
   * @param images under the names that messages call them by, in the order of launching
   */
  public static RootfsImage merge(
      ContentSource store, Map<String, Rootfs> images, Conflicts conflicts, Instant created)
      throws IOException {
    Platform platform = images.values().iterator().next().platform();
    Set<Digest> common = new HashSet<>();
    images.values().iterator().next().config().diffIds().forEach(common::add);
    images.values().forEach(rootfs -> common.retainAll(rootfs.config().diffIds()));
    var files = new MergedFiles(store, conflicts, common);
    var merge = new PlatformMerge(platform, conflicts, files, created);
    for (Map.Entry<String, Rootfs> image : images.entrySet()) {
      merge.add(image.getKey(), image.getValue());
    }
    return merge.result();
  }

  private void add(String image, Rootfs rootfs) throws IOException {
    var layers = new ArrayList<Layer>();
    for (int i = 0; i < rootfs.manifest().layers().size(); i++) {
      layers.add(new Layer(rootfs.manifest().layers().get(i), rootfs.config().diffIds().get(i)));
    }
    history(image, rootfs.config().history(), files.add(image, layers));
    rootfs.config().labels().forEach((key, value) -> label(image, key, value));
    Extension extension = rootfs.extension();
    extension.env().forEach((key, value) -> same(image, "variable " + key, env, key, value));
    for (Application app : extension.applications()) {
      same(image, "application " + app.name(), apps, app.name(), app);
    }
    if (extension.type() == ImageType.KUBE_INSTALLER) {
      type = ImageType.KUBE_INSTALLER;
    }
    launch(image, extension.launch());
  }

  private void launch(String image, Launch launch) {
    if (!launch.apps().isEmpty() && !cmds.isEmpty()) {
      conflicts.addAlways(image + " launches applications, images before it commands (CMDS)");
    } else if (!launch.cmds().isEmpty() && !launched.isEmpty()) {
      conflicts.addAlways(image + " launches commands (CMDS), images before it applications");
    }
    launched.addAll(launch.apps());
    cmds.addAll(launch.cmds());
  }

  private void label(String image, String key, String value) {
    String before = labels.get(key);
    if (key.equals(KUBE_VERSION) && before != null && !before.equals(value)) {
      if (before.contains("||") || value.contains("||")) {
        conflicts.add("KUBEVERSION is '" + before + "' and, in " + image + ", '" + value + "'");
      } else {
        labels.put(key, before + ", " + value);
      }
    } else if (key.startsWith(CLUSTER_LABELS)) {
      same(image, "label " + key, labels, key, value);
    } else {
      labels.put(key, value);
    }
  }

  private <T> void same(String image, String what, Map<String, T> all, String key, T value) {
    T before = all.put(key, value);
    String bringer = bringers.put(what, image);
    if (before != null && !before.equals(value)) {
      conflicts.add(what + " differs in " + bringer + " and " + image);
    }
  }

  /** The entries of layers that were taken; every layer has one, whatever the image says. */
  private void history(String image, List<History> own, List<Boolean> taken) {
    boolean told = own.stream().filter(h -> !h.empty()).count() == taken.size();
    if (!told) {
      taken.stream()
          .filter(t -> t)
          .forEach(_ -> history.add(new History(Optional.of(created), "merge " + image, false)));
      return;
    }
    int layer = 0;
    boolean begun = history.isEmpty();
    for (History entry : own) {
      boolean mine = entry.empty() ? begun : taken.get(layer++);
      begun |= mine;
      if (mine) {
        history.add(entry);
      }
    }
  }

  private RootfsImage result() {
    var extension =
        new Extension(
            type,
            List.copyOf(apps.values()),
            env,
            new Launch(List.copyOf(launched), List.copyOf(cmds)));
    return new RootfsImage(platform, files.layers(), history, labels, extension, Map.of(), created);
  }
}
