package io.sealer.run.kubernetes;

import io.sealer.oci.image.ImageLock;
import io.sealer.run.apps.Launch;
import io.sealer.run.apps.LaunchApp;
import io.sealer.run.apps.Ownership;
import io.sealer.run.clusterfile.Cluster;
import io.sealer.run.clusterfile.ClusterHost;
import io.sealer.run.clusterfile.KubeadmDocument;
import io.sealer.run.engine.Inputs;
import io.sealer.run.engine.Step;
import io.sealer.run.kubernetes.KubeadmPhases.Role;
import io.sealer.run.steps.HostPaths;
import io.sealer.run.steps.HostSteps;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * The steps that make a cluster of prepared hosts. Kubelets start everywhere at once, then the
 * {@link ControlPlane} of the masters; each host goes on as soon as what it needs is there. In the
 * end all is proven to be ready.
 *
 * @param cluster the cluster; its first master is one that is a member already, if any is
 * @param names the hosts' node names by address
 * @param network names and addresses of the cluster
 * @param user kubeadm documents of the Clusterfile
 * @param kubeconfig where the administrator's kubeconfig goes on this machine
 * @param etcd which masters start etcd together
 * @param lock names of the image's workloads
 */
public record KubernetesSteps(
    Cluster cluster,
    Map<String, String> names,
    ClusterNetwork network,
    List<KubeadmDocument> user,
    Path kubeconfig,
    EtcdMembers etcd,
    ImageLock lock) {
  private static final String CERTIFICATES = "certificates";
  private static final String PULL_AHEAD = "pull-ahead";
  private static final String MANIFESTS = "manifests";
  private static final String ADDONS = "addons";
  private static final String NODE = "node";

  /** The step behind which a host's kubelet runs. */
  static final String KUBELET_START = "kubelet-start";

  /** The step that proves everything else, on the first master. */
  static final String READY = "ready";

  public KubernetesSteps {
    names = Map.copyOf(names);
    user = List.copyOf(user);
  }

  /**
   * All steps.
   *
   * @param manifest digest of the image's files
   * @param launches what is launched, in this order
   * @param owner which applications of the cluster they may be
   * @param leaving hosts that leave the cluster
   */
  public List<Step> steps(
      String manifest, List<Launch> launches, Ownership owner, List<ClusterHost> leaving) {
    var steps = new ArrayList<Step>();
    var view = new ClusterView(first());
    var source = new KubeadmSource(HostPaths.rootfs(cluster), network, user);
    var keys = new MasterKeys(members().masters(), etcd.founded());
    for (ClusterHost host : cluster.hosts()) {
      steps.add(certificates(host, source, keys));
      steps.add(kubelet(host, source));
      steps.add(describe(host, source, view));
      steps.add(pullAhead(host));
    }
    var plane = new ControlPlane(members(), network, user, etcd, images(), source);
    steps.addAll(plane.steps());
    once(manifest, source, steps);
    launch(manifest, launches, owner, steps);
    AwaitReady proof = proof(launches, view);
    steps.addAll(plane.waitingForTheirTurn(steps.stream().map(Step::id).toList(), proof));
    leave(leaving, view, steps);
    steps.add(ready(proof, steps));
    return steps;
  }

  private static String id(String host, String name) {
    return Step.id(host, name);
  }

  private Members members() {
    return new Members(cluster, names);
  }

  private String first() {
    return members().first();
  }

  private NodeIdentity identity(ClusterHost host) {
    return members().identity(host);
  }

  private ImagesReady images() {
    return new ImagesReady(cluster, lock);
  }

  private Step certificates(ClusterHost host, KubeadmSource source, MasterKeys keys) {
    NodeIdentity node = identity(host);
    String address = host.address();
    String inputs =
        host.isMaster()
            ? Inputs.of(network, user, node.name(), true)
            : Inputs.of(network.endpoint(), node.name(), false);
    var needs =
        new ArrayList<>(List.of(id(address, HostSteps.ROOTFS), id(address, HostSteps.HOST)));
    if (!host.isMaster()) {
      needs.add(id(first(), CERTIFICATES)); // who signs must not be lost with this run
    }
    return Step.of(
        address,
        CERTIFICATES,
        "make certificates",
        needs,
        inputs,
        new Certify(source, keys, node, host.isMaster()));
  }

  /**
   * A kubelet takes some seconds before it looks at what it is to run: time for kubeadm to see
   * whether certificates are as it wants them.
   */
  private Step kubelet(ClusterHost host, KubeadmSource source) {
    String address = host.address();
    var role = host.isMaster() ? Role.MASTER : Role.WORKER;
    NodeIdentity node = identity(host);
    List<String> phases =
        host.isMaster()
            ? List.of(KUBELET_START, "certs all", "kubeconfig all")
            : List.of(KUBELET_START);
    var work =
        new KubeadmPhases(source, node, role, phases, List.of("/var/lib/kubelet/config.yaml"));
    List<String> needs =
        List.of(
            id(address, CERTIFICATES),
            id(address, HostSteps.CONTAINERD),
            id(address, HostSteps.KUBELET));
    String inputs = Inputs.of(user, node.name(), node.address(), role);
    return Step.of(address, KUBELET_START, "start the kubelet", needs, inputs, work);
  }

  /** While the first API server starts, which cannot use all the time that hosts have. */
  private Step pullAhead(ClusterHost host) {
    String address = host.address();
    List<String> needs =
        List.of(
            id(address, host.isMaster() ? ControlPlane.ETCD : KUBELET_START),
            images().on(host),
            id(first(), ControlPlane.CONTROLLERS));
    List<String> images =
        FirstImages.ofNodes(lock).entries().stream().map(e -> e.name().toString()).toList();
    String action = "pull the first pods' images";
    return Step.of(address, PULL_AHEAD, action, needs, Inputs.of(images), new PullAhead(images));
  }

  /** What the cluster gets once. */
  private void once(String manifest, KubeadmSource source, List<Step> steps) {
    var needs = new ArrayList<>(List.of(id(first(), ControlPlane.LEADER)));
    String tokens = "bootstrap-token --skip-token-print";
    steps.add(phase(source, "bootstrap", "let nodes join", needs, tokens));
    needs.addAll(images().everywhere());
    steps.add(phase(source, ADDONS, "start DNS and proxies", needs, "addon all"));
    steps.add(
        Step.of(
            first(),
            MANIFESTS,
            "apply manifests of the image",
            needs,
            manifest,
            new ApplyManifests(HostPaths.rootfs(cluster))));
    steps.add(
        Step.of(
            first(),
            "kubeconfig",
            "fetch the kubeconfig",
            List.of(id(first(), CERTIFICATES)),
            "1",
            new FetchKubeconfig(first(), kubeconfig, network.domain())));
  }

  private Step phase(
      KubeadmSource source, String name, String action, List<String> needs, String phase) {
    NodeIdentity node = identity(cluster.masters().getFirst());
    var work = new KubeadmPhases(source, node, Role.MASTER, List.of(phase), List.of());
    String inputs = Inputs.of(user, network.endpoint());
    return Step.of(first(), name, action, needs, inputs, work);
  }

  private Step describe(ClusterHost host, KubeadmSource source, ClusterView view) {
    var needs =
        new ArrayList<>(
            List.of(id(host.address(), KUBELET_START), id(first(), ControlPlane.LEADER)));
    if (host.isMaster()) {
      needs.add(id(host.address(), ControlPlane.API));
    }
    return Step.of(
        host.address(),
        NODE,
        "register the node",
        needs,
        Inputs.of(host.roles(), host.labels(), host.taints()),
        new DescribeNode(host, identity(host), source, view));
  }

  private void launch(String manifest, List<Launch> launches, Ownership owner, List<Step> steps) {
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
              new LaunchApp(launch, HostPaths.rootfs(cluster), owner)));
      before = id(first(), name);
    }
  }

  /** One after the other, when those that come have come. */
  private void leave(List<ClusterHost> leaving, ClusterView view, List<Step> steps) {
    List<String> before = new ArrayList<>();
    for (Step step : steps) {
      if (step.name().equals(NODE) || step.name().equals(ControlPlane.MASTER)) {
        before.add(step.id());
      }
    }
    for (ClusterHost host : leaving) {
      var etcdOfFirst = new Etcdctl(first());
      var work = new LeaveCluster(host, cluster.name(), etcdOfFirst, members().masters(), view);
      steps.add(Step.of(host.address(), "leave", "leave the cluster", before, "1", work));
      before.add(id(host.address(), "leave"));
    }
  }

  private AwaitReady proof(List<Launch> launches, ClusterView view) {
    List<String> nodes = cluster.hosts().stream().map(h -> identity(h).name()).toList();
    var files = new ArrayList<String>();
    var releases = new HashSet<String>();
    String rootfs = HostPaths.rootfs(cluster);
    for (Launch launch : launches) {
      launch.objects().forEach(file -> files.add(rootfs + "/" + file));
      releases.add(launch.name());
    }
    return new AwaitReady(nodes, new Ours(files, releases), view);
  }

  private Step ready(AwaitReady proof, List<Step> before) {
    List<String> needs = before.stream().map(Step::id).toList();
    return Step.of(first(), READY, "wait for nodes and workloads", needs, "1", proof);
  }
}
