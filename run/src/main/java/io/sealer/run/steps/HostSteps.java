package io.sealer.run.steps;

import io.sealer.node.api.AgentConfig;
import io.sealer.node.api.NamesTable;
import io.sealer.oci.Digest;
import io.sealer.oci.image.ImageLock;
import io.sealer.oci.store.ContentSource;
import io.sealer.run.clusterfile.Cluster;
import io.sealer.run.clusterfile.ClusterHost;
import io.sealer.run.clusterfile.HostPorts;
import io.sealer.run.engine.Inputs;
import io.sealer.run.engine.Step;
import io.sealer.run.engine.Work;
import io.sealer.run.external.ExternalAccess;
import io.sealer.run.files.Overlay;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The steps that every host goes through before it becomes part of Kubernetes.
 *
 * @param cluster the cluster
 * @param agent the agent's program and who signs for it
 * @param names names of the image's workloads
 * @param store where content is on this machine
 * @param hostLines lines for /etc/hosts, with {@code @apiserver@}
 * @param external the registry outside that has the images; empty when hosts have them
 */
public record HostSteps(
    Cluster cluster,
    AgentBundle agent,
    NamesTable names,
    ContentSource store,
    String hostLines,
    Optional<ExternalAccess> external) {
  public static final String HOST = "host";
  public static final String AGENT = "agent";
  public static final String BALANCER = "balancer";
  public static final String IMAGES = "images";
  public static final String ROOTFS = "rootfs";
  public static final String CONTAINERD = "containerd";
  public static final String KUBELET = "kubelet";
  public static final String LOAD = "load";
  private static final String NOWHERE = "";

  /**
   * Images that a host holds, for itself and for others.
   *
   * @param first what a host starts with: it comes along with the files
   * @param all everything
   */
  public record Workloads(Optional<Named> first, HostContent all) {}

  /** Content and the names of it. */
  public record Named(HostContent content, NamesTable names) {}

  /**
   * What a host gets of an application image that was added to the cluster.
   *
   * @param key names its directory on hosts
   * @param images content and names
   */
  public record Added(String key, Named images) {}

  /**
   * The steps of one host.
   *
   * @param files what it needs to install
   * @param ahead images that are sent along with them, although others have them
   * @param workloads what it needs for the registry role; empty without that role
   * @param added what it needs of application images
   * @param config of its agent
   * @param overlay files above those of the image
   * @param before steps of other hosts that go first, for all of them share the way from here
   */
  public List<Step> of(
      ClusterHost host,
      HostContent files,
      Optional<HostContent> ahead,
      Optional<Workloads> workloads,
      List<Added> added,
      AgentConfig config,
      Overlay overlay,
      List<String> before)
      throws IOException {
    String address = host.address();
    String rootfs = HostPaths.rootfs(cluster);
    String api = host.isMaster() ? address : VirtualAddress.of(cluster);
    String manifest = files.rootfs().digest().toString();
    MirrorRules rules =
        external.isPresent() ? MirrorRules.of(config, external.get()) : MirrorRules.of(config);
    var steps = new ArrayList<Step>();
    steps.add(
        Step.of(
            address,
            HOST,
            "prepare kernel and names",
            List.of(),
            Inputs.of(hostLines, api),
            new PrepareHost(cluster.name(), hostLines, address, api)));
    steps.add(agentStep(address, config, before));
    if (!host.isMaster()) {
      steps.add(balancer(host));
    }
    var view = new ContentView(rootfs);
    steps.add(files(address, start(files, workloads), ahead, overlay, view));
    workloads.ifPresent(images -> steps.add(images(address, images, view)));
    // What the cluster itself needs goes first on the way to the host.
    String last = Step.id(address, workloads.isPresent() ? IMAGES : ROOTFS);
    added.forEach(app -> steps.add(send(address, app, List.of(last), store, view)));
    steps.add(
        step(
            address,
            CONTAINERD,
            "set up containerd",
            List.of(ROOTFS),
            Inputs.of(
                above(manifest, overlay.only(p -> p.startsWith("etc/containerd"))), rules.inputs()),
            containerd(rootfs, rules)));
    steps.add(
        step(
            address,
            KUBELET,
            "set up the kubelet",
            host.isMaster() ? List.of(ROOTFS, HOST) : List.of(ROOTFS, HOST, BALANCER),
            above(manifest, overlay.only(HostSteps::isOfKubelet)),
            new InstallKubelet(rootfs, host.isMaster())));
    return steps;
  }

  /** A manifest and what lies above its files; the manifest alone when nothing does. */
  public static String above(String manifest, Overlay overlay) {
    return overlay.isEmpty() ? manifest : Inputs.of(manifest, overlay.digest());
  }

  private static boolean isOfKubelet(String path) {
    return path.startsWith("etc/kubelet") || path.equals("etc/10-kubeadm.conf");
  }

  /** A step that brings a host what it needs of an application image. */
  public static Step send(String address, Added app, ContentSource store) {
    return send(address, app, List.of(), store, new ContentView(NOWHERE));
  }

  private static Step send(
      String address, Added app, List<String> needs, ContentSource store, ContentView view) {
    HostContent content = app.images().content();
    NamesTable names = app.images().names();
    String inputs = Inputs.of(content.rootfs().digest(), content.blobs().size(), names.image());
    String action = content.blobs().isEmpty() ? "tell names of images" : "send the application";
    var work = new SendContent(content, Optional.of(names), store, view);
    return Step.of(address, sending(app.key()), action, needs, inputs, work);
  }

  /** Name of the step that brings an application image of this key. */
  public static String sending(String key) {
    return IMAGES + "-" + key;
  }

  /** A step that brings all images of a lock into a host's containerd. */
  public static Step load(String address, String name, ImageLock lock, List<String> needs) {
    LoadImages work = LoadImages.of(lock);
    String inputs = Inputs.of(work.images());
    return Step.of(address, name, "load images into containerd", needs, inputs, work);
  }

  /** A step that unpacks files of an image into a directory of the cluster. */
  public static Step unpack(
      Cluster cluster,
      String address,
      String name,
      Digest manifest,
      Overlay overlay,
      String to,
      String need) {
    var work = new UnpackRootfs(manifest, HostPaths.data(cluster), to, overlay);
    return Step.of(
        address,
        name,
        "unpack the application",
        List.of(Step.id(address, need)),
        above(manifest.toString(), overlay),
        work);
  }

  private Work containerd(String rootfs, MirrorRules rules) {
    var install = new InstallContainerd(rootfs, rules, names.names().keySet());
    return rules.secret() ? new InstallWithLogin(install) : install;
  }

  private Step balancer(ClusterHost host) {
    SetUpBalancer work = SetUpBalancer.of(cluster, host, HostPorts.API);
    String inputs = Inputs.of(work.text());
    String action = "lead the virtual address to the masters";
    return step(host.address(), BALANCER, action, List.of(AGENT), inputs, work);
  }

  private Step agentStep(String address, AgentConfig config, List<String> before) {
    String inputs =
        Inputs.of(
            agent.version(),
            new String(config.toJson(), java.nio.charset.StandardCharsets.UTF_8),
            agent.authority().certificate());
    var work =
        new InstallAgent(agent.archive(), agent.version(), agent.authority(), address, config);
    var needs = new ArrayList<>(before);
    needs.add(Step.id(address, HOST));
    return Step.of(address, AGENT, "install the agent", needs, inputs, work);
  }

  /**
   * What a host is sent first, by one program there.
   *
   * @param names of images that it can tell from then on
   */
  private record Start(HostContent content, Optional<NamesTable> names) {}

  /** Who holds no images learns their names now, who holds all of them with the rest. */
  private Start start(HostContent files, Optional<Workloads> workloads) {
    if (workloads.isEmpty()) {
      return new Start(files, Optional.of(names));
    }
    return workloads
        .get()
        .first()
        .map(first -> new Start(files.and(first.content()), Optional.of(first.names())))
        .orElseGet(() -> new Start(files, Optional.empty()));
  }

  private Step files(
      String address, Start start, Optional<HostContent> ahead, Overlay overlay, ContentView view) {
    HostContent content = start.content();
    String inputs = above(content.rootfs().digest().toString(), overlay);
    if (start.names().isPresent()) {
      inputs = Inputs.of(inputs, content.blobs().size(), start.names().get().image());
    }
    var send = new SendContent(content, start.names(), store, view);
    var work =
        new SendFiles(send, ahead, HostPaths.data(cluster), HostPaths.rootfs(cluster), overlay);
    return step(address, ROOTFS, "bring files of the image", List.of(AGENT), inputs, work);
  }

  /** After the files: a host is waited for with these, not with the rest of its images. */
  private Step images(String address, Workloads workloads, ContentView view) {
    HostContent content = workloads.all();
    String inputs = Inputs.of(content.rootfs().digest(), content.blobs().size(), names.image());
    var work = new SendContent(content, Optional.of(names), store, view);
    String before = workloads.first().isPresent() ? ROOTFS : AGENT;
    return step(address, IMAGES, "send container images", List.of(before), inputs, work);
  }

  private static Step step(
      String address, String name, String action, List<String> needs, String inputs, Work work) {
    List<String> ids = needs.stream().map(need -> Step.id(address, need)).toList();
    return Step.of(address, name, action, ids, inputs, work);
  }
}
