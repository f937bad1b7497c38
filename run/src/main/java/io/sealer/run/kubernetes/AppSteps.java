package io.sealer.run.kubernetes;

import io.sealer.node.api.NamesTable;
import io.sealer.oci.image.ImageLock;
import io.sealer.oci.store.ContentSource;
import io.sealer.run.apps.ForgetVersions;
import io.sealer.run.apps.Launch;
import io.sealer.run.apps.LaunchApp;
import io.sealer.run.apps.Ownership;
import io.sealer.run.clusterfile.Cluster;
import io.sealer.run.clusterfile.ClusterHost;
import io.sealer.run.engine.Inputs;
import io.sealer.run.engine.Step;
import io.sealer.run.external.PushImages;
import io.sealer.run.files.Overlay;
import io.sealer.run.state.AppImage;
import io.sealer.run.steps.HostContent;
import io.sealer.run.steps.HostPaths;
import io.sealer.run.steps.HostSteps;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The steps that add an application image to a cluster: its content on masters, its names on every
 * host, its launch on the first master.
 *
 * @param cluster the cluster
 * @param key names the application's directory on hosts
 * @param table names of the image's workloads
 * @param store where content is on this machine
 * @param nodes the hosts' node names by address
 */
public record AppSteps(
    Cluster cluster, String key, NamesTable table, ContentSource store, Map<String, String> nodes) {
  public AppSteps {
    nodes = Map.copyOf(nodes);
  }

  /**
   * All steps.
   *
   * @param contents what each host gets
   * @param overlays files above those of the image, by address
   * @param launches what is launched, in this order
   * @param push brings the images to the registry outside; empty when hosts have them
   * @param superseded versions that hosts forget when this one runs
   */
  public List<Step> steps(
      Map<ClusterHost, HostContent> contents,
      Map<String, Overlay> overlays,
      List<Launch> launches,
      Optional<PushImages> push,
      List<AppImage.Version> superseded) {
    List<Step> steps = delivery(contents, push);
    List<String> before = new ArrayList<>(steps.stream().map(Step::id).toList());
    String send = HostSteps.sending(key);
    ClusterHost first = cluster.masters().getFirst();
    HostContent content = contents.getOrDefault(first, contents.values().iterator().next());
    String files = HostPaths.app(cluster, key);
    String unpack = "files-" + key;
    var manifest = content.rootfs().digest();
    Overlay overlay = overlays.getOrDefault(first.address(), Overlay.NONE);
    steps.add(HostSteps.unpack(cluster, first.address(), unpack, manifest, overlay, files, send));
    before.add(Step.id(first.address(), unpack));
    for (Launch launch : launches) {
      String name = "app-" + launch.name();
      String inputs = Inputs.of(manifest, launch);
      String action = "launch " + launch.name();
      var owner = Ownership.ofAppImage(cluster.name(), launch.image());
      var work = new LaunchApp(launch, files, owner);
      steps.add(Step.of(first.address(), name, action, before, inputs, work));
      before = List.of(Step.id(first.address(), name));
    }
    List<String> all = steps.stream().map(Step::id).toList();
    var objects = new ArrayList<String>();
    launches.forEach(l -> l.objects().forEach(file -> objects.add(files + "/" + file)));
    var names = launches.stream().map(Launch::name).collect(Collectors.toSet());
    var ready =
        new AwaitReady(
            nodes.values().stream().sorted().toList(),
            new Ours(objects, names),
            new ClusterView(first.address()));
    steps.add(
        Step.of(
            first.address(),
            KubernetesSteps.READY,
            "wait for nodes and workloads",
            all,
            "1",
            ready));
    steps.addAll(forgetting(superseded));
    return steps;
  }

  /** Pods of the earlier versions may need their images until those of this one run. */
  private List<Step> forgetting(List<AppImage.Version> superseded) {
    if (superseded.isEmpty()) {
      return List.of();
    }
    var work = new ForgetVersions(superseded.stream().map(AppImage.Version::id).toList());
    String inputs = Inputs.of(work.images());
    String ready = Step.id(cluster.masters().getFirst().address(), KubernetesSteps.READY);
    return cluster.hosts().stream()
        .map(ClusterHost::address)
        .map(
            host ->
                Step.of(
                    host,
                    "forget-earlier-" + key,
                    "forget earlier versions",
                    List.of(ready),
                    inputs,
                    work))
        .toList();
  }

  /**
   * Only what brings the images into each host's containerd.
   *
   * @param contents what each host gets
   * @param push brings the images to the registry outside; empty when hosts have them
   * @param lock names of the images
   */
  public List<Step> images(
      Map<ClusterHost, HostContent> contents, Optional<PushImages> push, ImageLock lock) {
    List<Step> steps = delivery(contents, push);
    List<String> needs = steps.stream().map(Step::id).toList();
    for (ClusterHost host : cluster.hosts()) {
      steps.add(HostSteps.load(host.address(), HostSteps.LOAD + "-" + key, lock, needs));
    }
    return steps;
  }

  private HostSteps.Added added(HostContent content) {
    return new HostSteps.Added(key, new HostSteps.Named(content, table));
  }

  private List<Step> delivery(Map<ClusterHost, HostContent> contents, Optional<PushImages> push) {
    var steps = new ArrayList<Step>();
    contents.forEach(
        (host, content) -> steps.add(HostSteps.send(host.address(), added(content), store)));
    String first = cluster.masters().getFirst().address();
    push.map(work -> PushImages.step(first, PushImages.PUSH + "-" + key, work))
        .ifPresent(steps::add);
    return steps;
  }
}
