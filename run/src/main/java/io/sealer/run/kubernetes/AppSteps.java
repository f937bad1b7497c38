package io.sealer.run.kubernetes;

import io.sealer.node.api.NamesTable;
import io.sealer.oci.Digest;
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
import java.util.Set;
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
    steps.add(unpack(contents, overlays));
    steps.addAll(launches(launches, manifest(contents), ids(steps)));
    steps.add(ready(launches, ids(steps)));
    steps.addAll(forgetting(superseded));
    return steps;
  }

  private ClusterHost first() {
    return cluster.masters().getFirst();
  }

  /** Where the image's files lie on the first master. */
  private String files() {
    return HostPaths.app(cluster, key);
  }

  private static List<String> ids(List<Step> steps) {
    return steps.stream().map(Step::id).toList();
  }

  private Digest manifest(Map<ClusterHost, HostContent> contents) {
    HostContent any = contents.values().iterator().next();
    return contents.getOrDefault(first(), any).rootfs().digest();
  }

  private Step unpack(Map<ClusterHost, HostContent> contents, Map<String, Overlay> overlays) {
    String host = first().address();
    Overlay overlay = overlays.getOrDefault(host, Overlay.NONE);
    String name = "files-" + key;
    String need = HostSteps.sending(key);
    return HostSteps.unpack(cluster, host, name, manifest(contents), overlay, files(), need);
  }

  /** One after the other. */
  private List<Step> launches(List<Launch> launches, Digest manifest, List<String> needs) {
    var steps = new ArrayList<Step>();
    List<String> before = needs;
    for (Launch launch : launches) {
      String inputs = Inputs.of(manifest, launch);
      var work =
          new LaunchApp(launch, files(), Ownership.ofAppImage(cluster.name(), launch.image()));
      Step step =
          Step.of(
              first().address(),
              "app-" + launch.name(),
              "launch " + launch.name(),
              before,
              inputs,
              work);
      steps.add(step);
      before = List.of(step.id());
    }
    return steps;
  }

  private Step ready(List<Launch> launches, List<String> before) {
    List<String> objects =
        launches.stream().flatMap(l -> l.objects().stream()).map(f -> files() + "/" + f).toList();
    Set<String> names = launches.stream().map(Launch::name).collect(Collectors.toSet());
    String host = first().address();
    var proof =
        new AwaitReady(
            nodes.values().stream().sorted().toList(),
            new Ours(objects, names),
            new ClusterView(host));
    String action = "wait for nodes and workloads";
    return Step.of(host, KubernetesSteps.READY, action, before, "1", proof);
  }

  /** Pods of the earlier versions may need their images until those of this one run. */
  private List<Step> forgetting(List<AppImage.Version> superseded) {
    if (superseded.isEmpty()) {
      return List.of();
    }
    var work = new ForgetVersions(superseded.stream().map(AppImage.Version::id).toList());
    String inputs = Inputs.of(work.images());
    String ready = Step.id(first().address(), KubernetesSteps.READY);
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
    push.map(work -> PushImages.step(first().address(), PushImages.PUSH + "-" + key, work))
        .ifPresent(steps::add);
    return steps;
  }
}
