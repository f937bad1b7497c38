package io.sealer.run.kubernetes;

import io.sealer.oci.image.ImageLock;
import io.sealer.run.apps.Launch;
import io.sealer.run.apps.LaunchApp;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The steps that make a cluster of prepared hosts. All masters start together: certificates,
 * kubelet, etcd, control plane; each host goes on as soon as what it needs is there. Masters that
 * come later join the etcd that runs, one after the other; everything else is the same for them. In
 * the end all is proven to be ready.
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
  private static final String KUBELET_START = "kubelet-start";
  private static final String ETCD = "etcd";
  private static final String CONTROL_PLANE = "control-plane";
  private static final String API = "api";
  private static final String CONTROLLERS = "controllers";
  private static final String PULL_AHEAD = "pull-ahead";
  private static final String MASTER = "master";
  private static final String MANIFESTS = "manifests";
  private static final String ADDONS = "addons";
  private static final String NODE = "node";

  /** The step that proves everything else, on the first master. */
  static final String READY = "ready";

  private static final String MANIFEST_FILES = "/etc/kubernetes/manifests/";

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
    var view = new ClusterView(first());
    var source = new KubeadmSource(HostPaths.rootfs(cluster), network, user);
    var keys = new MasterKeys(addresses(cluster.masters()), etcd.founded());
    for (ClusterHost host : cluster.hosts()) {
      steps.add(certificates(host, source, keys));
      steps.add(kubelet(host, source));
      steps.add(describe(host, source, view));
      steps.add(pullAhead(host));
    }
    String before = id(first(), API);
    for (ClusterHost master : cluster.masters()) {
      boolean joins = etcd.joins(master.address());
      steps.add(joins ? joinEtcd(master, source, before) : startEtcd(master, source));
      before = joins ? id(master.address(), ETCD) : before;
      masterSteps(master, source, steps);
    }
    once(manifest, source, steps);
    launch(manifest, launches, steps);
    leave(leaving, view, steps);
    steps.add(ready(launches, view, steps));
    return steps;
  }

  private String first() {
    return cluster.masters().getFirst().address();
  }

  private static String id(String host, String name) {
    return Step.id(host, name);
  }

  private static List<String> addresses(List<ClusterHost> hosts) {
    return hosts.stream().map(ClusterHost::address).toList();
  }

  private ImagesReady images() {
    return new ImagesReady(cluster, lock);
  }

  private List<String> founders() {
    return addresses(cluster.masters()).stream().filter(m -> !etcd.joins(m)).toList();
  }

  private NodeIdentity identity(ClusterHost host) {
    boolean schedulable = host.roles().contains(ClusterHost.NODE) || cluster.hasOnlyMasters();
    String name = names.getOrDefault(host.address(), host.address());
    return new NodeIdentity(name, host.address(), host.isMaster() && schedulable);
  }

  private Step certificates(ClusterHost host, KubeadmSource source, MasterKeys keys) {
    NodeIdentity node = identity(host);
    String address = host.address();
    String inputs =
        host.isMaster()
            ? Inputs.of(network, user, node.name(), true)
            : Inputs.of(network.endpoint(), node.name(), false);
    return Step.of(
        address,
        CERTIFICATES,
        "make certificates",
        List.of(id(address, HostSteps.ROOTFS), id(address, HostSteps.HOST)),
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

  private boolean isFirst(ClusterHost host) {
    return host.address().equals(first());
  }

  /** What a host's own must have started before images for the first pods are pulled there. */
  private String ownStart(ClusterHost host) {
    if (!host.isMaster()) {
      return KUBELET_START;
    }
    return isFirst(host) ? CONTROLLERS : CONTROL_PLANE;
  }

  /**
   * Behind everything that the first pods wait for themselves: the pause that controllers make is
   * long enough, and before it the control plane needs all the time that a host has.
   */
  private Step pullAhead(ClusterHost host) {
    String address = host.address();
    List<String> needs =
        List.of(
            id(address, ownStart(host)),
            images().on(host),
            id(first(), CONTROLLERS),
            id(first(), ADDONS),
            id(first(), MANIFESTS));
    List<String> images = FirstImages.ofNodes(lock);
    String action = "pull the first pods' images";
    return Step.of(address, PULL_AHEAD, action, needs, Inputs.of(images), new PullAhead(images));
  }

  private Step startEtcd(ClusterHost host, KubeadmSource source) {
    String address = host.address();
    var members = new LinkedHashMap<String, String>();
    etcd.founders().forEach(m -> members.put(m, names.getOrDefault(m, m)));
    return Step.of(
        address,
        ETCD,
        "start etcd",
        List.of(images().forControlPlane(host), id(address, KUBELET_START)),
        etcdInputs(host),
        new StartEtcd(source, identity(host), members));
  }

  private Step joinEtcd(ClusterHost host, KubeadmSource source, String before) {
    String address = host.address();
    return Step.of(
        address,
        ETCD,
        "join etcd",
        List.of(images().forControlPlane(host), id(address, KUBELET_START), before),
        etcdInputs(host),
        new JoinEtcd(source, identity(host), alive()));
  }

  private String etcdInputs(ClusterHost host) {
    return Inputs.of(user, identity(host).name(), host.address());
  }

  private Etcdctl alive() {
    return new Etcdctl(first());
  }

  private void masterSteps(ClusterHost host, KubeadmSource source, List<Step> steps) {
    String address = host.address();
    NodeIdentity node = identity(host);
    List<String> started = new ArrayList<>(Step.ids(founders(), ETCD));
    started.add(id(address, ETCD));
    var plane =
        new KubeadmPhases(
            source,
            node,
            Role.MASTER,
            List.of("control-plane apiserver"),
            List.of(MANIFEST_FILES + "kube-apiserver.yaml"));
    String inputs = Inputs.of(user, network.endpoint(), node.name(), address);
    steps.add(Step.of(address, CONTROL_PLANE, "start the API server", started, inputs, plane));
    steps.add(
        Step.of(
            address,
            API,
            "wait for the API server",
            List.of(id(address, CONTROL_PLANE)),
            "1",
            new AwaitApi(address)));
    steps.add(controllers(host, source, node, inputs));
    var register =
        new KubeadmPhases(
            source,
            node,
            Role.MASTER,
            List.of("upload-config all", "mark-control-plane"),
            List.of());
    steps.add(
        Step.of(
            address,
            MASTER,
            "tell kubeadm of the master",
            List.of(id(address, API)),
            Inputs.of(network, user, node),
            register));
  }

  /**
   * On the first master beside the API server, not behind it: until it answers they try every few
   * seconds to get their lease, and they let the first pods wait for ten seconds (the first look at
   * the nodes of controller "nodeipam"). Those of other masters would only wait for their turn to
   * lead: the first pods go before them.
   */
  private Step controllers(
      ClusterHost master, KubeadmSource source, NodeIdentity node, String inputs) {
    String address = master.address();
    var work =
        new KubeadmPhases(
            source,
            node,
            Role.MASTER,
            List.of("control-plane controller-manager", "control-plane scheduler"),
            List.of(
                MANIFEST_FILES + "kube-controller-manager.yaml",
                MANIFEST_FILES + "kube-scheduler.yaml"));
    return Step.of(
        address,
        CONTROLLERS,
        "start controllers and scheduler",
        List.of(id(address, isFirst(master) ? CONTROL_PLANE : PULL_AHEAD)),
        inputs,
        work);
  }

  /** What the cluster gets once. */
  private void once(String manifest, KubeadmSource source, List<Step> steps) {
    var needs = new ArrayList<>(List.of(id(first(), API)));
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
    var needs = new ArrayList<>(List.of(id(host.address(), KUBELET_START), id(first(), API)));
    if (host.isMaster()) {
      needs.add(id(host.address(), API));
    }
    return Step.of(
        host.address(),
        NODE,
        "register the node",
        needs,
        Inputs.of(host.roles(), host.labels(), host.taints()),
        new DescribeNode(host, identity(host), source, view));
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
  private void leave(List<ClusterHost> leaving, ClusterView view, List<Step> steps) {
    List<String> before = new ArrayList<>();
    for (Step step : steps) {
      if (step.name().equals(NODE) || step.name().equals(MASTER)) {
        before.add(step.id());
      }
    }
    for (ClusterHost host : leaving) {
      var work = new LeaveCluster(host.address(), alive(), addresses(cluster.masters()), view);
      steps.add(Step.of(host.address(), "leave", "leave the cluster", before, "1", work));
      before.add(id(host.address(), "leave"));
    }
  }

  private Step ready(List<Launch> launches, ClusterView view, List<Step> before) {
    List<String> nodes = cluster.hosts().stream().map(h -> identity(h).name()).toList();
    List<String> needs = before.stream().map(Step::id).toList();
    var files = new ArrayList<String>();
    var releases = new HashSet<String>();
    String rootfs = HostPaths.rootfs(cluster);
    for (Launch launch : launches) {
      launch.objects().forEach(file -> files.add(rootfs + "/" + file));
      releases.add(launch.name());
    }
    return Step.of(
        first(),
        READY,
        "wait for nodes and workloads",
        needs,
        "1",
        new AwaitReady(nodes, new Ours(files, releases), view));
  }
}
