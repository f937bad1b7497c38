package io.sealer.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.host.Facts;
import io.sealer.oci.Descriptor;
import io.sealer.oci.Reference;
import io.sealer.oci.image.ClusterImage;
import io.sealer.oci.image.ClusterImages;
import io.sealer.oci.store.DiskStore;
import io.sealer.run.apps.FakeKubernetes;
import io.sealer.run.apps.Ownership;
import io.sealer.run.clusterfile.Cluster;
import io.sealer.run.clusterfile.ClusterFlags;
import io.sealer.run.clusterfile.ClusterHost;
import io.sealer.run.clusterfile.Clusterfile;
import io.sealer.run.engine.OneHost;
import io.sealer.run.engine.Step;
import io.sealer.run.kubernetes.AppSteps;
import io.sealer.run.kubernetes.EtcdMembers;
import io.sealer.run.pki.Authority;
import io.sealer.run.preflight.HostProblem;
import io.sealer.run.scale.SmallImage;
import io.sealer.run.state.AppImage;
import io.sealer.run.state.ClusterRecord;
import io.sealer.run.state.Revision;
import io.sealer.run.steps.AgentBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small image stands for the cluster's own and for one that was added. */
@SuppressWarnings("NullAway.Init")
final class AddedImagesTest {
  private static final Clusterfile FILE =
      ClusterFlags.NONE
          .withImage(SmallImage.NAME)
          .withHosts("10.0.0.1,10.0.0.2", "10.0.0.3")
          .toClusterfile();
  private static final Cluster CLUSTER = FILE.cluster();
  private static final List<String> HOSTS = List.of("10.0.0.1", "10.0.0.2", "10.0.0.3");

  @TempDir static Path directory;
  private static DiskStore store;

  private final FakeKubernetes host = new FakeKubernetes();

  @BeforeAll
  static void write_the_image() throws IOException {
    store = DiskStore.open(directory.resolve("store"));
    SmallImage.write(store);
  }

  @AfterAll
  static void close() throws IOException {
    store.close();
  }

  private static Map<String, Facts> facts(String... fresh) {
    var facts = new LinkedHashMap<String, Facts>();
    HOSTS.forEach(address -> facts.put(address, SomeFacts.of(List.of(fresh).contains(address))));
    return facts;
  }

  private static Descriptor index() throws IOException {
    return store.resolve(Reference.parse(SmallImage.NAME)).orElseThrow();
  }

  private static AppImage app() throws IOException {
    return new AppImage("small", SmallImage.NAME, index().digest().toString());
  }

  private AddedImages added(AppImage app, String... fresh) throws IOException {
    return AddedImages.of(List.of(app), CLUSTER, facts(fresh), store, new OneHost(host));
  }

  private Map<String, Step> steps() throws IOException {
    ClusterImage image = ClusterImages.read(store, index());
    var authority = Authority.in(directory);
    var wish =
        new Wish(
            FILE,
            image,
            store,
            facts("10.0.0.2"),
            EtcdMembers.of(CLUSTER.masters(), Map.of()),
            new AgentBundle(directory.resolve("agent.tar.gz"), "1", authority),
            List.of(),
            Ownership.ofClusterImage("c", SmallImage.NAME, List.of()),
            Map.of(),
            List.of(),
            directory.resolve("admin.conf"),
            new ClusterRecord("c", new Revision(1, "0"), Map.of()),
            added(app(), "10.0.0.2"),
            Optional.empty());
    var byId = new LinkedHashMap<String, Step>();
    wish.steps().forEach(step -> byId.put(step.id(), step));
    return byId;
  }

  private static Step step(Map<String, Step> steps, String id) {
    return Optional.ofNullable(steps.get(id)).orElseThrow();
  }

  @Test
  void every_host_gets_what_it_needs_of_images_that_were_added_after_what_the_cluster_needs()
      throws Exception {
    Map<String, Step> steps = steps();

    for (String master : HOSTS.subList(0, 2)) {
      Step send = step(steps, master + "/images-small");
      assertThat(send.action()).isEqualTo("send the application");
      assertThat(send.needs()).containsExactly(master + "/images");
    }
    Step tell = step(steps, "10.0.0.3/images-small");
    assertThat(tell.action()).isEqualTo("tell names of images");
    assertThat(tell.needs()).containsExactly("10.0.0.3/rootfs");
  }

  @Test
  void what_was_sent_when_the_image_was_added_is_not_sent_again() throws Exception {
    ClusterImage image = ClusterImages.read(store, index());
    AddedImage added = AddedImage.of(app(), image, CLUSTER, facts(), store);
    List<Step> adding =
        new AppSteps(CLUSTER, "small", added.table(), store, Map.of("10.0.0.1", "m1"))
            .steps(added.contents(), Map.of(), List.of(), Optional.empty(), List.of());

    Map<String, Step> later = steps();

    for (String address : HOSTS) {
      String id = address + "/images-small";
      assertThat(adding).anyMatch(step -> step.id().equals(id));
      assertThat(adding.stream().filter(s -> s.id().equals(id)).map(Step::inputs))
          .containsExactly(step(later, id).inputs());
    }
  }

  @Test
  void images_that_are_here_cost_no_question_and_no_warning() throws Exception {
    AddedImages added = added(app(), "10.0.0.2");

    assertThat(added.warnings()).isEmpty();
    assertThat(added.on(CLUSTER.hosts().getFirst())).hasSize(1);
    assertThat(host.asked()).isZero();
  }

  @Test
  void an_image_that_is_not_here_is_a_warning_when_a_host_needs_it() throws Exception {
    var gone = new AppImage("mysql-app", "mysql-app:8.0", "sha256:" + "1".repeat(64));

    assertThat(added(gone).warnings()).isEmpty();
    assertThat(added(gone, "10.0.0.2").warnings())
        .containsExactly(
            HostProblem.warning(
                "10.0.0.2",
                "images",
                "lacks application image mysql-app:8.0, which is not complete in the local store",
                "sealer pull mysql-app:8.0, and run the same again"));
    host.failing("test -e");
    assertThat(added(gone).warnings())
        .extracting(HostProblem::host)
        .containsExactly("10.0.0.1,10.0.0.2");
  }

  @Test
  void a_name_that_stands_for_another_version_by_now_is_asked_for_by_its_digest() throws Exception {
    String digest = "sha256:" + "1".repeat(64);
    var before = new AppImage("small", SmallImage.NAME, digest);

    AddedImages added = added(before, "10.0.0.2");

    assertThat(added.on(CLUSTER.hosts().getFirst())).isEmpty();
    assertThat(added.warnings())
        .extracting(HostProblem::hint)
        .containsExactly(
            "sealer pull " + SmallImage.NAME + "@" + digest + ", and run the same again");
  }

  @Test
  void an_image_that_is_here_in_part_is_not_sent() throws Exception {
    try (DiskStore other = DiskStore.open(directory.resolve("other"))) {
      SmallImage.write(other);
      Descriptor workload = ClusterImages.read(other, index()).workloads().getFirst();
      Files.delete(other.file(workload.digest()));
      AppImage app = app();

      AddedImages added =
          AddedImages.of(List.of(app), CLUSTER, facts("10.0.0.2"), other, new OneHost(host));

      assertThat(added.images()).isEmpty();
      assertThat(added.warnings()).hasSize(1);
    }
  }

  @Test
  void hosts_of_which_nothing_is_known_get_nothing() throws Exception {
    Map<String, Facts> facts = facts();
    facts.remove("10.0.0.2");
    ClusterHost dead = CLUSTER.hosts().get(1);

    AddedImages added = AddedImages.of(List.of(app()), CLUSTER, facts, store, new OneHost(host));

    assertThat(added.on(dead)).isEmpty();
    assertThat(added.on(CLUSTER.hosts().getFirst())).hasSize(1);
  }
}
