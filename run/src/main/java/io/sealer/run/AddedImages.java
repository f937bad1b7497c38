package io.sealer.run;

import io.sealer.host.Command;
import io.sealer.host.Facts;
import io.sealer.host.HostException;
import io.sealer.node.api.AgentPaths;
import io.sealer.node.api.NamesTable;
import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.OciException;
import io.sealer.oci.Reference;
import io.sealer.oci.image.ClusterImage;
import io.sealer.oci.image.ClusterImages;
import io.sealer.oci.store.ImageStore;
import io.sealer.run.clusterfile.Cluster;
import io.sealer.run.clusterfile.ClusterHost;
import io.sealer.run.engine.HostAccess;
import io.sealer.run.preflight.HostProblem;
import io.sealer.run.preflight.Preflight;
import io.sealer.run.state.AppImage;
import io.sealer.run.steps.HostSteps;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The application images of a cluster, which hosts that come later need as well: any one master may
 * die.
 *
 * @param images those whose content is here
 * @param warnings hosts that need another one
 */
record AddedImages(List<AddedImage> images, List<HostProblem> warnings) {
  private static final int SHOWN = 3;

  AddedImages {
    images = List.copyOf(images);
    warnings = List.copyOf(warnings);
  }

  /**
   * Those of a cluster.
   *
   * @param facts what hosts are, by address
   * @param hosts connections, to ask what they have when an image is not here
   */
  static AddedImages of(
      List<AppImage> apps,
      Cluster cluster,
      Map<String, Facts> facts,
      ImageStore store,
      HostAccess hosts)
      throws IOException {
    var images = new ArrayList<AddedImage>();
    var warnings = new ArrayList<HostProblem>();
    for (AppImage app : apps) {
      Optional<AddedImage> here = here(app, cluster, facts, store);
      here.ifPresent(images::add);
      List<String> lacking =
          here.isPresent() ? List.of() : lacking(app, candidates(cluster, facts), hosts);
      if (!lacking.isEmpty()) {
        warnings.add(warning(app, lacking, store));
      }
    }
    return new AddedImages(images, warnings);
  }

  /** What one host gets of all of them. */
  List<HostSteps.Added> on(ClusterHost host) {
    return images.stream().flatMap(image -> image.on(host).stream()).toList();
  }

  /** Exactly what runs, and complete: its name may stand for another version by now. */
  private static Optional<AddedImage> here(
      AppImage app, Cluster cluster, Map<String, Facts> facts, ImageStore store)
      throws IOException {
    try {
      Reference exactly = Reference.parse(app.name()).pinnedTo(Digest.parse(app.digest()));
      Optional<Descriptor> found = store.resolve(exactly);
      if (found.isEmpty()) {
        return Optional.empty();
      }
      ClusterImage image = ClusterImages.read(store, found.get());
      AddedImage added = AddedImage.of(app, image, cluster, facts, store);
      return added.isIn(store) ? Optional.of(added) : Optional.empty();
    } catch (IllegalArgumentException | OciException e) {
      return Optional.empty();
    }
  }

  /** Hosts that hold images, and those that are new. */
  private static Map<String, Facts> candidates(Cluster cluster, Map<String, Facts> facts) {
    List<ClusterHost> holders =
        cluster.imageHolders().isEmpty() ? cluster.masters() : cluster.imageHolders();
    var candidates = new LinkedHashMap<>(facts);
    List<String> holding = holders.stream().map(ClusterHost::address).toList();
    candidates
        .entrySet()
        .removeIf(host -> !holding.contains(host.getKey()) && !Preflight.isFresh(host.getValue()));
    return candidates;
  }

  private static List<String> lacking(
      AppImage app, Map<String, Facts> candidates, HostAccess hosts) {
    var lacking = new ArrayList<String>();
    for (var host : candidates.entrySet()) {
      if (Preflight.isFresh(host.getValue()) || !has(app, host.getKey(), hosts)) {
        lacking.add(host.getKey());
      }
    }
    return lacking;
  }

  /** A host knows an image's names when all that it needs of it has come. */
  private static boolean has(AppImage app, String host, HostAccess hosts) {
    try {
      String pin = NamesTable.pin(Digest.parse(app.digest()));
      var look =
          Command.of("test", "-e", AgentPaths.STORE.resolve("pins/" + pin + ".json").toString());
      return hosts.session(host).exec(look).ok();
    } catch (HostException e) {
      // Other steps tell what is wrong with the host.
      return true;
    }
  }

  private static HostProblem warning(AppImage app, List<String> lacking, ImageStore store)
      throws IOException {
    Reference name = Reference.parse(app.name());
    boolean another = store.resolve(name).isPresent();
    String exactly = another ? name.pinnedTo(Digest.parse(app.digest())).familiar() : app.name();
    return HostProblem.warning(
        String.join(",", lacking.stream().limit(SHOWN).toList())
            + (lacking.size() > SHOWN ? ",…" : ""),
        "images",
        "lacks application image %s, which is not complete in the local store"
            .formatted(app.name()),
        "sealer pull %s, and run the same again".formatted(exactly));
  }
}
