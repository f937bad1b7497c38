package io.sealer.run.kubernetes;

import io.sealer.run.apps.Launch;
import io.sealer.run.apps.LaunchApp;
import io.sealer.run.clusterfile.Cluster;
import io.sealer.run.clusterfile.ClusterHost;
import io.sealer.run.clusterfile.KubeadmDocument;
import io.sealer.run.engine.Inputs;
import io.sealer.run.engine.Step;
import io.sealer.run.steps.HostPaths;
import io.sealer.run.steps.HostSteps;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The steps that make a cluster of prepared hosts: the first master by {@code kubeadm init},
 * further masters one after the other, workers all at once, then applications; in the end all is
 * proven to be ready.
 *
 * @param cluster the cluster
 * @param names the hosts' node names by address
 * @param network names and addresses of the cluster
 * @param user kubeadm documents of the Clusterfile
 * @param kubeconfig where the administrator's kubeconfig goes on this machine
 */
public record KubernetesSteps(
    Cluster cluster,
    Map<String, String> names,
    ClusterNetwork network,
    List<KubeadmDocument> user,
    Path kubeconfig) {
  private static final String INIT = "init";
  private static final String JOIN = "join";
  private static final String MANIFESTS = "manifests";
  private static final String NODE = "node";

  public KubernetesSteps {
    names = Map.copyOf(names);
    user = List.copyOf(user);
  }

  /**
   * All steps.
   *
   * @param manifest digest of the image's files
   * @param launches what is launched, in this order
   * @param leaving hosts that leave the cluster
   */
  public List<Step> steps(String manifest, List<Launch> launches, List<ClusterHost> leaving) {
    var steps = new ArrayList<Step>();
    String first = first();
    var source = new KubeadmSource(first, HostPaths.rootfs(cluster), network, user);
    steps.add(init(source));
    joins(source, steps);
    steps.add(
        Step.of(
            first,
            MANIFESTS,
            "apply manifests of the image",
            List.of(id(first, INIT), id(first, HostSteps.ROOTFS)),
            manifest,
            new ApplyManifests(HostPaths.rootfs(cluster))));
    steps.add(
        Step.of(
            first,
            "kubeconfig",
            "fetch the kubeconfig",
            List.of(id(first, INIT)),
            "1",
            new FetchKubeconfig(first, kubeconfig, network.domain())));
    cluster.hosts().forEach(host -> steps.add(describe(host)));
    launch(manifest, launches, steps);
    leave(leaving, steps);
    steps.add(ready(steps));
    return steps;
  }

  private String first() {
    return cluster.masters().getFirst().address();
  }

  private static String id(String host, String name) {
    return Step.id(host, name);
  }

  private NodeIdentity identity(ClusterHost host) {
    boolean schedulable = host.roles().contains(ClusterHost.NODE) || cluster.workers().isEmpty();
    String name = names.getOrDefault(host.address(), host.address());
    return new NodeIdentity(name, host.address(), host.isMaster() && schedulable);
  }

  private Step init(KubeadmSource source) {
    String first = first();
    NodeIdentity node = identity(cluster.masters().getFirst());
    List<String> needs =
        List.of(
            id(first, HostSteps.CONTAINERD),
            id(first, HostSteps.KUBELET),
            id(first, HostSteps.IMAGES));
    String inputs = Inputs.of(network, user, node);
    var work = new InitControlPlane(source, node, source.rootfs());
    return Step.of(first, INIT, "start the control plane", needs, inputs, work);
  }

  private void joins(KubeadmSource source, List<Step> steps) {
    var tokens = new JoinTokens(first());
    String before = id(first(), INIT);
    for (ClusterHost host : cluster.hosts()) {
      if (host.address().equals(first())) {
        continue;
      }
      List<String> needs = new ArrayList<>(List.of(host.isMaster() ? before : id(first(), INIT)));
      needs.add(id(host.address(), HostSteps.CONTAINERD));
      needs.add(id(host.address(), HostSteps.KUBELET));
      if (host.isMaster()) {
        needs.add(id(host.address(), HostSteps.IMAGES));
        before = id(host.address(), JOIN);
      }
      NodeIdentity node = identity(host);
      var work = new JoinNode(source, tokens, node, host.isMaster());
      String action = host.isMaster() ? "join as master" : "join as worker";
      steps.add(
          Step.of(host.address(), JOIN, action, needs, Inputs.of(node, host.isMaster()), work));
    }
  }

  private Step describe(ClusterHost host) {
    String member = host.address().equals(first()) ? INIT : JOIN;
    return Step.of(
        host.address(),
        NODE,
        "set labels and taints",
        List.of(id(host.address(), member)),
        Inputs.of(host.roles(), host.labels(), host.taints()),
        new DescribeNode(host, identity(host), first()));
  }

  private void launch(String manifest, List<Launch> launches, List<Step> steps) {
    String before = id(first(), MANIFESTS);
    String files = id(first(), HostSteps.ROOTFS);
    for (Launch launch : launches) {
      String name = "app-" + launch.name();
      steps.add(
          Step.of(
              first(),
              name,
              "launch " + launch.name(),
              List.of(before, files),
              Inputs.of(manifest, launch),
              new LaunchApp(launch, HostPaths.rootfs(cluster))));
      before = id(first(), name);
    }
  }

  /** One after the other, when those that come have come. */
  private void leave(List<ClusterHost> leaving, List<Step> steps) {
    List<String> before = new ArrayList<>(List.of(id(first(), INIT)));
    steps.stream().filter(s -> s.name().equals(JOIN)).forEach(s -> before.add(s.id()));
    for (ClusterHost host : leaving) {
      var work = new LeaveCluster(host.address(), host.isMaster(), first());
      steps.add(Step.of(host.address(), "leave", "leave the cluster", before, "1", work));
      before.add(id(host.address(), "leave"));
    }
  }

  private Step ready(List<Step> before) {
    List<String> nodes = cluster.hosts().stream().map(h -> identity(h).name()).toList();
    List<String> needs = before.stream().map(Step::id).toList();
    return Step.of(
        first(), "ready", "wait for nodes and workloads", needs, "1", new AwaitReady(nodes));
  }
}
