package io.sealer.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealer.host.Secret;
import io.sealer.host.testing.SimulatedHosts;
import io.sealer.host.testing.SimulatedHosts.Answer;
import io.sealer.oci.store.DiskStore;
import io.sealer.run.clusterfile.ClusterFlags;
import io.sealer.run.clusterfile.ClusterHost;
import io.sealer.run.clusterfile.Clusterfile;
import io.sealer.run.clusterfile.Ssh;
import io.sealer.run.pki.Authority;
import io.sealer.run.provider.ProviderListener;
import io.sealer.run.state.AppImage;
import io.sealer.run.state.ClusterHome;
import io.sealer.run.state.ClusterRecord;
import io.sealer.run.state.RecordSeal;
import io.sealer.run.state.Revision;
import io.sealer.run.state.RunningImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Masters that are only simulated remember what a test says. */
@SuppressWarnings("NullAway.Init")
class AdoptionIT {
  private static final String NAME = "my-cluster";
  private static final String KEY = "key of the cluster's authority";
  private static final RunningImage IMAGE =
      new RunningImage("kubernetes:v1.20.2", "sha256:0", "v1.20.2", Optional.empty(), List.of());

  @TempDir Path directory;
  private final Map<String, ClusterRecord> remembered = new ConcurrentHashMap<>();
  private SimulatedHosts hosts;
  private DiskStore store;

  @BeforeEach
  void start() throws Exception {
    store = DiskStore.open(directory.resolve("store"));
    hosts = SimulatedHosts.start(3, Duration.ZERO, this::answer);
  }

  @AfterEach
  void stop() throws Exception {
    hosts.close();
    store.close();
  }

  private Answer answer(String address, String script) {
    if (script.contains("get secret")) {
      ClusterRecord record = remembered.get(address);
      String text = record == null ? "" : base64(sealed(record));
      return new Answer("record", text + "\n" + base64(KEY) + "\n", 0);
    }
    return script.contains("/etc/kubernetes/admin.conf")
        ? new Answer("kubeconfig", "server: https://apiserver.cluster.local:6443\n", 0)
        : new Answer("other", "", 1);
  }

  private static String sealed(ClusterRecord record) {
    try {
      return new RecordSeal(Secret.of(KEY)).seal(record);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  private String master(int index) {
    return hosts.addresses().get(index);
  }

  /** What an operator somewhere else has made, with two masters and one worker. */
  private ClusterRecord made(String operator, String worker, long revision) throws IOException {
    ClusterHome home = ClusterHome.of(directory.resolve(operator), NAME).make();
    Authority.in(home.directory());
    home.remember(new Revision(revision - 1, "abc"));
    return home.record(file(worker), IMAGE);
  }

  private Clusterfile file(String worker) {
    return ClusterFlags.NONE
        .withImage(IMAGE.name())
        .withHosts(master(0) + "," + master(1), worker)
        .toClusterfile();
  }

  private ClusterHome here() {
    return ClusterHome.of(directory.resolve("home"), NAME);
  }

  private Adopted adopt(boolean force) throws RunException, InterruptedException {
    Path home = directory.resolve("home");
    RunEnvironment environment =
        RunEnvironment.of(
            home,
            directory.resolve("cache"),
            directory.resolve("user"),
            store,
            directory.resolve("known_hosts"),
            first -> {});
    Ssh ssh = Ssh.NOTHING.withUser("root").withKey(hosts.key()).withPort(hosts.port());
    return new ClusterRunner(environment, ProviderListener.NONE)
        .adopt(new AdoptRequest(master(0), ssh, force));
  }

  /** What is known here: content by file. */
  private Map<String, String> known() throws IOException {
    var files = new TreeMap<String, String>();
    try (Stream<Path> all = Files.list(here().directory())) {
      for (Path file : all.toList()) {
        files.put(String.valueOf(file.getFileName()), Files.readString(file));
      }
    }
    return files;
  }

  private static String content(ClusterRecord record, String name) {
    return Optional.ofNullable(record.files().get(name)).orElseThrow().revealText();
  }

  private void assertKnown(ClusterRecord record, String worker) throws IOException {
    assertThat(known())
        .containsEntry("revision", record.revision().toString())
        .containsEntry("admin.conf", "server: https://" + master(0) + ":6443\n")
        .containsAllEntriesOf(
            Map.of(
                "agent-ca.crt", content(record, "agent-ca.crt"),
                "agent-ca.key", content(record, "agent-ca.key"),
                "state.json", content(record, "state.json")));
    Clusterfile file = here().clusterfile().orElseThrow();
    assertThat(file.cluster().hosts())
        .extracting(ClusterHost::address)
        .containsExactly(master(0), master(1), worker);
    assertThat(file.cluster().ssh().key()).contains(hosts.key());
  }

  @Test
  void the_newest_record_of_all_masters_that_answer_is_learned() throws Exception {
    remembered.put(master(0), made("first", "10.1.1.1", 3));
    ClusterRecord newest = made("first", "10.1.1.2", 4);
    remembered.put(master(1), newest);

    Adopted adopted = adopt(false);

    assertThat(adopted.revision()).isEqualTo(4);
    assertThat(adopted.hosts()).containsExactly(master(0), master(1), "10.1.1.2");
    assertKnown(newest, "10.1.1.2");
  }

  @Test
  void a_master_that_remembers_nothing_is_told() {
    assertThatThrownBy(() -> adopt(true))
        .isInstanceOf(RunException.Failed.class)
        .hasMessageContaining(master(0) + " remembers no cluster");
    assertThat(here().directory()).doesNotExist();
  }

  @Test
  void what_is_newer_here_is_replaced_only_by_force_and_then_wholly() throws Exception {
    ClusterRecord record = made("first", "10.1.1.1", 3);
    remembered.put(master(0), record);
    adopt(false);
    here().save(file("10.1.1.9"), IMAGE.withApp(new AppImage("a", "a:1", "sha256:1")));
    here().remember(new Revision(5, "def"));
    Files.writeString(here().kubeconfig(), "old");
    Map<String, String> before = known();

    assertThatThrownBy(() -> adopt(false))
        .isInstanceOfSatisfying(
            RunException.Failed.class, failed -> assertThat(failed.hint()).contains("--force"))
        .hasMessageContaining(
            "knows a newer state of cluster my-cluster (revision 5, the masters' is 3)");
    assertThat(known()).isEqualTo(before);

    adopt(true);
    assertKnown(record, "10.1.1.1");
  }

  @Test
  void another_cluster_of_the_same_name_is_replaced_only_by_force() throws Exception {
    ClusterRecord other = made("other", "10.1.1.9", 1);
    here().restore(other);
    Map<String, String> before = known();
    ClusterRecord record = made("first", "10.1.1.1", 3);
    remembered.put(master(0), record);

    assertThatThrownBy(() -> adopt(false))
        .isInstanceOfSatisfying(
            RunException.Failed.class,
            failed -> assertThat(failed.hint()).contains("sealer delete my-cluster", "--force"))
        .hasMessageContaining("knows another cluster with the name my-cluster");
    assertThat(known()).isEqualTo(before);

    adopt(true);
    assertKnown(record, "10.1.1.1");
  }

  @Test
  void what_a_run_has_begun_here_that_made_no_cluster_is_replaced() throws Exception {
    Authority.in(here().make().directory());
    ClusterRecord record = made("first", "10.1.1.1", 3);
    remembered.put(master(0), record);

    adopt(false);

    assertKnown(record, "10.1.1.1");
  }
}
