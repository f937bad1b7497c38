package io.sealer.run;

import io.sealer.host.testing.SimulatedHosts;
import io.sealer.host.testing.SimulatedHosts.Answer;
import io.sealer.run.clusterfile.ClusterFlags;
import io.sealer.run.clusterfile.Clusterfile;
import io.sealer.run.clusterfile.Ssh;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Machines that are none, which remember of their cluster what a test says. */
final class RememberingHosts implements AutoCloseable {
  /** Nobody listens there. */
  static final String DEAD = "127.78.0.1";

  private static final String ENTRY = "{\"kind\":\"TREE\",\"path\":\"/var/lib/sealer/node\"}\n";

  private final SimulatedHosts.Answers others;
  private final Map<String, String> told = new ConcurrentHashMap<>();
  private final SimulatedHosts hosts;

  /**
   * As many of them.
   *
   * @param others what they answer to anything but questions for their cluster, ledger and lock
   */
  RememberingHosts(int count, SimulatedHosts.Answers others)
      throws IOException, GeneralSecurityException {
    this.others = others;
    hosts = SimulatedHosts.start(count, Duration.ZERO, this::answer);
  }

  private Answer answer(String address, String script) {
    if (script.contains("/node/etcd-members") && script.contains("/node/cluster")) {
      return new Answer("whose", told.getOrDefault(address, "\n\n\n"), 0);
    }
    if (script.contains("echo locked")) {
      return new Answer("lock", "locked\n", 0);
    }
    if (script.contains("cat /var/lib/sealer/ledger.jsonl")) {
      return new Answer("ledger", told.containsKey(address) ? ENTRY : "", 0);
    }
    if (script.contains("rm -rf /var/lib/sealer/backup")) {
      told.remove(address);
      return new Answer("forget the ledger", "", 0);
    }
    return others.to(address, script);
  }

  /** What a host remembers from now on; empty texts where it has nothing. */
  void remember(String address, String cluster, String revision, String... etcd) {
    remember(address, cluster, revision, Optional.empty(), List.of(etcd));
  }

  /** The same, with certificates of this authority. */
  void remember(
      String address,
      String cluster,
      String revision,
      Optional<String> authority,
      List<String> etcd) {
    var lines = new ArrayList<>(List.of(cluster, revision, authority.orElse("")));
    lines.addAll(etcd);
    told.put(address, String.join("\n", lines) + "\n");
  }

  String address(int index) {
    return hosts.addresses().get(index);
  }

  /** Names of what a host was asked. */
  List<String> asked(String address) {
    return hosts.asked(address);
  }

  void forget() {
    hosts.forget();
  }

  Ssh ssh() {
    return Ssh.NOTHING.withUser("root").withKey(hosts.key()).withPort(hosts.port());
  }

  /** A cluster of these masters and no workers. */
  Clusterfile file(String image, String... masters) {
    return ClusterFlags.NONE
        .withImage(image)
        .withHosts(String.join(",", masters), "")
        .withSsh(ssh())
        .toClusterfile();
  }

  @Override
  public void close() throws IOException {
    hosts.close();
  }
}
