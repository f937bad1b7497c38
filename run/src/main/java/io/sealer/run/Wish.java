package io.sealer.run;

import io.sealer.host.Facts;
import io.sealer.node.api.AgentConfig;
import io.sealer.node.api.NamesTable;
import io.sealer.oci.Descriptor;
import io.sealer.oci.Platform;
import io.sealer.oci.image.ClusterImage;
import io.sealer.oci.image.ImageLock;
import io.sealer.oci.store.ContentSource;
import io.sealer.run.apps.Launch;
import io.sealer.run.apps.Ownership;
import io.sealer.run.clusterfile.Cluster;
import io.sealer.run.clusterfile.ClusterHost;
import io.sealer.run.clusterfile.Clusterfile;
import io.sealer.run.clusterfile.HostAlias;
import io.sealer.run.engine.Step;
import io.sealer.run.external.ExternalAccess;
import io.sealer.run.external.PushImages;
import io.sealer.run.files.Overlay;
import io.sealer.run.kubernetes.ClusterNetwork;
import io.sealer.run.kubernetes.EtcdMembers;
import io.sealer.run.kubernetes.FirstImages;
import io.sealer.run.kubernetes.KeepRecord;
import io.sealer.run.kubernetes.KubernetesSteps;
import io.sealer.run.state.ClusterRecord;
import io.sealer.run.steps.AgentBundle;
import io.sealer.run.steps.HostContent;
import io.sealer.run.steps.HostSteps;
import io.sealer.run.steps.VirtualAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is wanted, complete: Clusterfile, image, what the hosts are. Turns into steps.
 *
 * @param file the Clusterfile, every host with an address
 * @param image the cluster image
 * @param store where its content is
 * @param facts what each host is, by address
 * @param etcd which masters start etcd together
 * @param agent the agent's program
 * @param launches what is launched
 * @param owner which applications of the cluster they may be
 * @param overlays files above those of the image, by address
 * @param leaving hosts that leave the cluster
 * @param kubeconfig where the administrator's kubeconfig goes
 * @param record what masters remember of the cluster
 * @param added application images of the cluster
 * @param external the registry outside that has the images; empty when hosts have them
 */
record Wish(
    Clusterfile file,
    ClusterImage image,
    ContentSource store,
    Map<String, Facts> facts,
    EtcdMembers etcd,
    AgentBundle agent,
    List<Launch> launches,
    Ownership owner,
    Map<String, Overlay> overlays,
    List<ClusterHost> leaving,
    Path kubeconfig,
    ClusterRecord record,
    AddedImages added,
    Optional<ExternalAccess> external) {

  /** Every step of every host. */
  List<Step> steps() throws IOException {
    Cluster cluster = file.cluster();
    List<Step> steps = hostSteps();
    var kubernetes =
        new KubernetesSteps(
            cluster, nodeNames(), network(cluster), file.kubeadm(), kubeconfig, etcd, image.lock());
    steps.addAll(
        kubernetes.steps(manifest(cluster.masters().getFirst()), launches, owner, leaving));
    steps.addAll(KeepRecord.steps(cluster, record));
    return steps;
  }

  /** Only what brings the images into each host's containerd. */
  List<Step> imageSteps() throws IOException {
    Set<String> none = Set.of(HostSteps.BALANCER, HostSteps.KUBELET);
    var steps = new ArrayList<>(hostSteps());
    steps.removeIf(step -> none.contains(step.name()));
    List<String> sources =
        steps.stream()
            .filter(step -> Set.of(HostSteps.IMAGES, PushImages.PUSH).contains(step.name()))
            .map(Step::id)
            .toList();
    for (ClusterHost host : file.cluster().hosts()) {
      var needs = new ArrayList<>(sources);
      needs.add(Step.id(host.address(), HostSteps.CONTAINERD));
      steps.add(HostSteps.load(host.address(), HostSteps.LOAD, image.lock(), needs));
    }
    return steps;
  }

  /** What every host gets before it is part of Kubernetes. */
  private List<Step> hostSteps() throws IOException {
    Cluster cluster = file.cluster();
    var hostSteps =
        new HostSteps(cluster, agent, names(image.lock()), store, hostLines(cluster), external);
    List<ClusterHost> holders = cluster.imageHolders();
    Map<Platform, HostContent> ahead = ahead(cluster);
    var steps = new ArrayList<Step>();
    String first = cluster.masters().getFirst().address();
    external
        .map(access -> new PushImages(image.lock(), store, access))
        .ifPresent(work -> steps.add(PushImages.step(first, PushImages.PUSH, work)));
    for (ClusterHost host : cluster.hosts()) {
      boolean holds = holders.contains(host);
      Optional<HostSteps.Workloads> workloads =
          holds ? Optional.of(workloads(host)) : Optional.empty();
      Optional<HostContent> along =
          Optional.ofNullable(ahead.get(platform(facts(host)))).filter(_ -> !holds);
      AgentConfig config = AgentSettings.of(cluster, host);
      List<String> before = host.isMaster() ? List.of() : mastersStart(cluster);
      steps.addAll(
          hostSteps.of(
              host, files(host), along, workloads, added.on(host), config, overlay(host), before));
    }
    return steps;
  }

  /**
   * What masters start with: a cluster waits for them, and workers have time until then, however
   * many they are.
   */
  private static List<String> mastersStart(Cluster cluster) {
    return Step.ids(
        cluster.masters().stream().map(ClusterHost::address).toList(), HostSteps.ROOTFS);
  }

  private Optional<ImageLock> firstImages(ClusterHost host) {
    return FirstImages.ofControlPlane(file.cluster(), host, image.lock());
  }

  /** Of a master's files, and of the manifests that lie above them. */
  private String manifest(ClusterHost first) {
    Overlay manifests = overlay(first).only(path -> path.startsWith("manifests/"));
    return HostSteps.above(rootfs(first).descriptor().digest().toString(), manifests);
  }

  private Overlay overlay(ClusterHost host) {
    return overlays.getOrDefault(host.address(), Overlay.NONE);
  }

  private NamesTable names(ImageLock lock) {
    var roots = image.rootfs().stream().map(ClusterImage.Rootfs::descriptor).toList();
    return NamesTable.of(image.descriptor().digest(), lock, roots);
  }

  private HostSteps.Workloads workloads(ClusterHost host) throws IOException {
    Optional<ImageLock> first = firstImages(host);
    Optional<HostSteps.Named> named = Optional.empty();
    if (first.isPresent()) {
      ImageLock lock = first.get();
      Descriptor rootfs = rootfs(host).descriptor();
      HostContent content = HostContent.ofImages(rootfs, lock, platforms(), store);
      named = Optional.of(new HostSteps.Named(content, names(lock)));
    }
    return new HostSteps.Workloads(named, content(host, platforms()));
  }

  private HostContent files(ClusterHost host) throws IOException {
    HostContent files = content(host, Set.of());
    return external.isPresent() ? files.withDocuments(image.lock()) : files;
  }

  /**
   * What hosts without images run first, by platform. Few hosts have it sooner from here than from
   * each other, for which agents have to learn to encrypt: as long as all of them together are sent
   * no more than one host that holds everything.
   */
  private Map<Platform, HostContent> ahead(Cluster cluster) throws IOException {
    var ahead = new LinkedHashMap<Platform, HostContent>();
    int holders = cluster.imageHolders().size();
    int takers = cluster.hosts().size() - holders;
    if (holders == 0 || takers == 0) {
      return ahead;
    }
    HostContent all = content(cluster.imageHolders().getFirst(), platforms());
    ImageLock lock = FirstImages.ofNewNodes(image.lock());
    for (Platform platform : platforms()) {
      var first = HostContent.ofImages(all.rootfs(), lock, Set.of(platform), store);
      if (first.isLittleFor(takers, all)) {
        ahead.put(platform, first);
      }
    }
    return ahead;
  }

  private HostContent content(ClusterHost host, Set<Platform> platforms) throws IOException {
    return HostContent.of(image, rootfs(host), platforms, store);
  }

  private ClusterImage.Rootfs rootfs(ClusterHost host) {
    Platform platform = platform(facts(host));
    return image
        .rootfs(platform)
        .orElseThrow(() -> new IllegalStateException("pre-flight lets only known platforms pass"));
  }

  static Platform platform(Facts facts) {
    return new Platform(facts.os(), facts.arch(), Optional.empty());
  }

  private Facts facts(ClusterHost host) {
    return Optional.ofNullable(facts.get(host.address()))
        .orElseThrow(() -> new IllegalStateException("no facts of " + host.address()));
  }

  /** Some hosts hold workload images for every platform of the cluster: the others ask them. */
  private Set<Platform> platforms() {
    var all = new LinkedHashSet<Platform>();
    facts.values().forEach(f -> all.add(platform(f)));
    return all;
  }

  private Map<String, String> nodeNames() {
    var names = new LinkedHashMap<String, String>();
    facts.forEach((address, f) -> names.put(address, f.hostname().toLowerCase(Locale.ROOT)));
    return names;
  }

  private static ClusterNetwork network(Cluster cluster) {
    var sans =
        new ArrayList<String>(
            List.of("127.0.0.1", ClusterNetwork.DOMAIN, VirtualAddress.of(cluster)));
    cluster.masters().forEach(master -> sans.add(master.address()));
    Optional.ofNullable(cluster.env().get("CertSANs"))
        .ifPresent(
            more ->
                Arrays.stream(more.split(","))
                    .map(String::strip)
                    .filter(s -> !s.isEmpty())
                    .forEach(sans::add));
    return new ClusterNetwork(
        ClusterNetwork.DOMAIN,
        sans.stream().distinct().toList(),
        Optional.ofNullable(cluster.env().get("PodCIDR")),
        Optional.ofNullable(cluster.env().get("SvcCIDR")));
  }

  /** Names that every host knows: the API server, then the user's aliases. */
  private static String hostLines(Cluster cluster) {
    var lines = new ArrayList<String>();
    lines.add("@apiserver@ " + ClusterNetwork.DOMAIN);
    for (HostAlias alias : cluster.hostAliases()) {
      lines.add(alias.ip() + " " + String.join(" ", alias.hostnames()));
    }
    return String.join("\n", lines);
  }
}
