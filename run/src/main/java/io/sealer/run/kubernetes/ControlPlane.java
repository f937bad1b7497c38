package io.sealer.run.kubernetes;

import io.sealer.run.clusterfile.ClusterHost;
import io.sealer.run.clusterfile.KubeadmDocument;
import io.sealer.run.engine.Inputs;
import io.sealer.run.engine.Step;
import io.sealer.run.engine.Work;
import io.sealer.run.kubernetes.KubeadmPhases.Role;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * The steps that make control planes of masters with a kubelet. All start etcd together; those that
 * come later join it, one after the other. Then the first API server starts alone, with its
 * controllers: these make a pause of ten seconds before the first pod, in which all the rest has
 * time.
 *
 * @param members who is in the cluster
 * @param network names and addresses of the cluster
 * @param user kubeadm documents of the Clusterfile
 * @param etcd which masters start etcd together
 * @param images which steps make images available
 * @param source the configuration of kubeadm
 */
record ControlPlane(
    Members members,
    ClusterNetwork network,
    List<KubeadmDocument> user,
    EtcdMembers etcd,
    ImagesReady images,
    KubeadmSource source) {
  /** The step that starts or joins etcd, on every master. */
  static final String ETCD = "etcd";

  /** The step behind which a master's API server answers. */
  static final String API = "api";

  /** The step that starts controllers and scheduler of a master. */
  static final String CONTROLLERS = "controllers";

  /** The step behind which controllers lead, on the first master. */
  static final String LEADER = "leader";

  /** The step that tells kubeadm of a master. */
  static final String MASTER = "master";

  private static final String START = "control-plane";
  private static final String FIRST_PODS = "first-pods";
  private static final String MANIFEST_FILES = "/etc/kubernetes/manifests/";

  ControlPlane {
    user = List.copyOf(user);
  }

  /** Everything that the first pods wait for. */
  List<Step> steps() {
    var steps = new ArrayList<Step>();
    String before = Step.id(members.first(), API);
    for (ClusterHost master : members.cluster().masters()) {
      boolean joins = etcd.joins(master.address());
      steps.add(joins ? joinEtcd(master, before) : startEtcd(master));
      before = joins ? Step.id(master.address(), ETCD) : before;
      steps.add(apiServer(master));
      steps.add(api(master));
      steps.add(register(master));
      if (members.isFirst(master)) {
        steps.add(controllers(master, List.of(Step.id(master.address(), START))));
      }
    }
    steps.add(leader());
    return steps;
  }

  /**
   * Controllers and schedulers of other masters only wait to lead: everything goes before them.
   *
   * @param before what makes the first pods
   * @param proof tells that these have started
   */
  List<Step> waitingForTheirTurn(List<String> before, AwaitReady proof) {
    List<ClusterHost> others =
        members.cluster().masters().stream().filter(m -> !members.isFirst(m)).toList();
    if (others.isEmpty()) {
      return List.of();
    }
    var steps = new ArrayList<Step>();
    var pods = new AwaitFirstPods(proof, AwaitFirstPods.PATIENCE);
    steps.add(Step.of(members.first(), FIRST_PODS, "let the first pods start", before, "1", pods));
    for (ClusterHost master : others) {
      // Its own way there as well: where the first pods have run long ago, nothing else holds it
      // back.
      String own = Step.id(master.address(), START);
      steps.add(controllers(master, List.of(own, Step.id(members.first(), FIRST_PODS))));
    }
    return steps;
  }

  private Step startEtcd(ClusterHost host) {
    var founders = new LinkedHashMap<String, String>();
    etcd.founders().forEach(m -> founders.put(m, members.name(m)));
    return Step.of(
        host.address(),
        ETCD,
        "start etcd",
        List.of(images.forControlPlane(host), kubelet(host)),
        etcdInputs(host),
        new StartEtcd(source, members.identity(host), founders, others(host)));
  }

  /** Before etcd is founded there is nobody to ask. */
  private List<Etcdctl> others(ClusterHost host) {
    return etcd.founded()
        ? members.masters().stream()
            .filter(master -> !master.equals(host.address()))
            .map(Etcdctl::new)
            .toList()
        : List.of();
  }

  private Step joinEtcd(ClusterHost host, String before) {
    return Step.of(
        host.address(),
        ETCD,
        "join etcd",
        List.of(images.forControlPlane(host), kubelet(host), before),
        etcdInputs(host),
        new JoinEtcd(source, members.identity(host), new Etcdctl(members.first())));
  }

  private static String kubelet(ClusterHost host) {
    return Step.id(host.address(), KubernetesSteps.KUBELET_START);
  }

  private String etcdInputs(ClusterHost host) {
    return Inputs.of(user, members.name(host.address()), host.address());
  }

  private Step apiServer(ClusterHost host) {
    var needs = new ArrayList<String>();
    members.masters().stream()
        .filter(m -> !etcd.joins(m))
        .forEach(m -> needs.add(Step.id(m, ETCD)));
    needs.add(Step.id(host.address(), ETCD));
    if (!members.isFirst(host)) {
      needs.add(Step.id(members.first(), LEADER));
    }
    List<String> phases = List.of("control-plane apiserver");
    Work work = phases(host, phases, List.of(MANIFEST_FILES + "kube-apiserver.yaml"));
    return Step.of(host.address(), START, "start the API server", needs, inputs(host), work);
  }

  private static Step api(ClusterHost host) {
    return Step.of(
        host.address(),
        API,
        "wait for the API server",
        List.of(Step.id(host.address(), START)),
        "1",
        new AwaitApi(host.address()));
  }

  private Step register(ClusterHost host) {
    return Step.of(
        host.address(),
        MASTER,
        "tell kubeadm of the master",
        List.of(Step.id(host.address(), API), Step.id(members.first(), LEADER)),
        Inputs.of(network, user, members.identity(host)),
        phases(host, List.of("upload-config all", "mark-control-plane"), List.of()));
  }

  /**
   * On the first master they start beside the API server, not behind it: until it answers they try
   * every few seconds to get their lease.
   */
  private Step controllers(ClusterHost host, List<String> needs) {
    List<String> phases = List.of("control-plane controller-manager", "control-plane scheduler");
    List<String> files =
        List.of(
            MANIFEST_FILES + "kube-controller-manager.yaml",
            MANIFEST_FILES + "kube-scheduler.yaml");
    Work work = phases(host, phases, files);
    String action = "start controllers and scheduler";
    return Step.of(host.address(), CONTROLLERS, action, needs, inputs(host), work);
  }

  private String inputs(ClusterHost host) {
    String name = members.name(host.address());
    return Inputs.of(user, network.endpoint(), name, host.address());
  }

  private Work phases(ClusterHost host, List<String> phases, List<String> files) {
    return new KubeadmPhases(source, members.identity(host), Role.MASTER, phases, files);
  }

  private Step leader() {
    String first = members.first();
    List<String> needs = List.of(Step.id(first, API), Step.id(first, CONTROLLERS));
    var work = new AwaitLeader(AwaitLeader.PATIENCE_SECONDS);
    return Step.of(first, LEADER, "let the controllers begin", needs, "1", work);
  }
}
