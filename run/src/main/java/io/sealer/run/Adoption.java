package io.sealer.run;

import io.sealer.host.Command;
import io.sealer.host.ExecResult;
import io.sealer.host.HostException;
import io.sealer.host.Secret;
import io.sealer.run.clusterfile.Cluster;
import io.sealer.run.clusterfile.ClusterHost;
import io.sealer.run.clusterfile.Clusterfile;
import io.sealer.run.clusterfile.ClusterfileException;
import io.sealer.run.clusterfile.ClusterfileReader;
import io.sealer.run.kubernetes.ClusterNetwork;
import io.sealer.run.kubernetes.FetchKubeconfig;
import io.sealer.run.kubernetes.KeepRecord;
import io.sealer.run.state.ClusterHome;
import io.sealer.run.state.ClusterRecord;
import io.sealer.run.state.RecordSeal;
import io.sealer.run.state.Revision;
import io.sealer.run.state.RunningImage;
import io.sealer.run.steps.HostPaths;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Learns a cluster from what its masters remember: the newest record of all that answer. */
final class Adoption {
  /** The record, from the file or else from the cluster; then the key that it is sealed with. */
  private static final String READ =
      """
      if [ -s "$1" ]; then base64 -w 0 < "$1"; else
        kubectl --kubeconfig "$2" --cache-dir "$3/kubectl" --request-timeout=20s -n kube-system get secret "$4" \
          -o 'jsonpath={.data.record}' 2>/dev/null || true
      fi
      echo
      if [ -s /etc/kubernetes/pki/ca.key ]; then base64 -w 0 < /etc/kubernetes/pki/ca.key; fi
      echo
      """;

  private final RunEnvironment environment;
  private final AdoptRequest request;

  Adoption(RunEnvironment environment, AdoptRequest request) {
    this.environment = environment;
    this.request = request;
  }

  Adopted adopt() throws RunException, InterruptedException {
    var asked =
        new ClusterHost(
            request.master(),
            List.of(ClusterHost.MASTER),
            request.ssh(),
            Map.of(),
            Map.of(),
            List.of());
    try (var sessions = new HostSessions(environment.connector(Optional.empty()))) {
      Map<String, HostException> unreached = sessions.connect(List.of(asked));
      if (!unreached.isEmpty()) {
        throw Failures.of(unreached.values().iterator().next());
      }
      ClusterRecord record = read(request.master(), sessions).orElseThrow(this::nothing);
      return learn(newest(record, sessions), sessions);
    } catch (HostException e) {
      throw Failures.of(e);
    } catch (IOException e) {
      throw Failures.of(e);
    }
  }

  private RunException nothing() {
    return new RunException.Failed(
        request.master() + " remembers no cluster of sealer's",
        "name a master; clusters made by older versions of sealer get a record when their Clusterfile"
            + " is applied once more where they were made",
        null);
  }

  private static Optional<ClusterRecord> read(String master, HostSessions sessions)
      throws HostException, RunException {
    Command command =
        Command.script(
                READ, KeepRecord.FILE, HostPaths.ADMIN_CONF, HostPaths.NODE, KeepRecord.SECRET)
            .named("read what is remembered of the cluster");
    ExecResult told = sessions.session(master).run(command);
    List<String> lines = told.stdout().lines().toList();
    if (lines.size() < 2 || lines.get(0).isBlank() || lines.get(1).isBlank()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new RecordSeal(Secret.of(decoded(lines.get(1)))).open(decoded(lines.get(0))));
    } catch (GeneralSecurityException e) {
      throw new RunException.Failed(
          "what %s remembers of the cluster cannot be read: %s".formatted(master, e.getMessage()),
          "try another master",
          e);
    }
  }

  private static String decoded(String base64) {
    return new String(
        Base64.getDecoder().decode(base64.strip()), java.nio.charset.StandardCharsets.UTF_8);
  }

  /** A master that was away during the last run remembers what was before. */
  private ClusterRecord newest(ClusterRecord first, HostSessions sessions)
      throws RunException, InterruptedException, HostException {
    ClusterRecord newest = first;
    List<ClusterHost> others =
        cluster(first).masters().stream()
            .filter(master -> !master.address().equals(request.master()))
            .toList();
    Map<String, HostException> unreached = sessions.connect(others);
    for (ClusterHost master : others) {
      if (!unreached.containsKey(master.address())) {
        Optional<ClusterRecord> record = read(master.address(), sessions);
        if (record.isPresent()
            && record.get().cluster().equals(first.cluster())
            && record.get().revision().number() > newest.revision().number()) {
          newest = record.get();
        }
      }
    }
    return newest;
  }

  /** As the record says, reached as the request says. */
  private Cluster cluster(ClusterRecord record) throws RunException {
    return file(record).cluster();
  }

  private Clusterfile file(ClusterRecord record) throws RunException {
    Secret text = record.files().getOrDefault(ClusterHome.CLUSTERFILE, Secret.of(""));
    try {
      return reached(ClusterfileReader.read("Clusterfile of the record", text.revealText()));
    } catch (ClusterfileException e) {
      throw new RunException.Failed(
          "the recorded Clusterfile is damaged: " + e.getMessage(), "try another master", e);
    }
  }

  private Clusterfile reached(Clusterfile file) {
    Cluster cluster = file.cluster();
    return file.withCluster(cluster.withSsh(request.ssh().over(cluster.ssh())));
  }

  private void requireReplaceable(ClusterHome home, ClusterRecord record)
      throws RunException, IOException {
    if (request.force()) {
      return;
    }
    if (home.isAnother(record)) {
      throw new RunException.Failed(
          "this machine knows another cluster with the name " + record.cluster(),
          "when that one is gone, forget it here with --force; else remove it first: sealer delete %s"
              .formatted(record.cluster()),
          null);
    }
    Revision known = home.revision();
    if (known.number() > record.revision().number()) {
      throw new RunException.Failed(
          "this machine knows a newer state of cluster %s (revision %d, the masters' is %d)"
              .formatted(record.cluster(), known.number(), record.revision().number()),
          "apply its Clusterfile here, or take the older one with --force",
          null);
    }
  }

  private Adopted learn(ClusterRecord record, HostSessions sessions)
      throws RunException, IOException, HostException {
    ClusterHome home = ClusterHome.of(environment.home(), record.cluster());
    requireReplaceable(home, record);
    String kubeconfig =
        FetchKubeconfig.of(
            sessions.session(request.master()), request.master(), ClusterNetwork.DOMAIN);
    home.restore(record);
    // How hosts are reached from here is this machine's own.
    Clusterfile file = reached(home.clusterfile().orElseThrow());
    RunningImage image = home.image().orElseThrow();
    home.save(file, image);
    FetchKubeconfig.write(home.kubeconfig(), kubeconfig);
    return new Adopted(
        record.cluster(),
        image.name(),
        record.revision().number(),
        file.cluster().hosts().stream().map(ClusterHost::address).toList(),
        home.kubeconfig());
  }
}
