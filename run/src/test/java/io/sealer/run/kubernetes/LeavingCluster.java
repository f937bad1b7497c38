package io.sealer.run.kubernetes;

import io.sealer.host.Connector;
import io.sealer.host.HostException;
import io.sealer.host.KnownHosts;
import io.sealer.host.Session;
import io.sealer.host.Target;
import io.sealer.host.testing.SimulatedHosts;
import io.sealer.host.testing.SimulatedHosts.Answer;
import io.sealer.run.engine.HostAccess;
import io.sealer.run.engine.Ledger;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A cluster that is only simulated: two hosts, of which the first has an API server and etcd, and a
 * third that is dead. What changes it is written down.
 */
final class LeavingCluster implements HostAccess, AutoCloseable {
  static final String DEAD = "127.78.0.1";

  /** How often the API server does not answer before it does. */
  final AtomicInteger silence = new AtomicInteger();

  /** Whether nodes are Ready, by address. */
  final Map<String, Boolean> nodes = new ConcurrentHashMap<>();

  /** Addresses of etcd's members. */
  final ConcurrentLinkedQueue<String> members = new ConcurrentLinkedQueue<>();

  /** Which cluster hosts belong to that are not clean, by address. */
  final Map<String, String> owners = new ConcurrentHashMap<>();

  /** What was done. */
  final ConcurrentLinkedQueue<String> done = new ConcurrentLinkedQueue<>();

  /** What a drain says that fails; empty when it succeeds. */
  volatile String obstacle = "";

  /** Whether a drain finds a kubelet that has died meanwhile. */
  volatile boolean dies;

  private final SimulatedHosts hosts;
  private final Connector connector;
  private final Map<String, Session> sessions = new ConcurrentHashMap<>();

  LeavingCluster(Path directory) throws IOException, GeneralSecurityException {
    hosts = SimulatedHosts.start(2, Duration.ZERO, this::answer);
    connector = Connector.create(new KnownHosts(directory.resolve("known_hosts"), first -> {}));
    nodes.put(master(), true);
    members.add(master());
  }

  String master() {
    return hosts.addresses().get(0);
  }

  String other() {
    return hosts.addresses().get(1);
  }

  private Answer answer(String address, String script) {
    String plain = script.replaceAll("['\"\\\\]", "");
    if (plain.contains("--trusted-ca-file")) {
      return etcd(plain);
    }
    if (plain.contains("kubectl --kubeconfig")) {
      return kubectl(plain);
    }
    if (plain.contains("cat /var/lib/sealer/node/cluster")) {
      return new Answer("whose", owners.getOrDefault(address, ""), 0);
    }
    if (plain.contains("cat /var/lib/sealer/ledger.jsonl")) {
      String entry = "{\"kind\":\"TREE\",\"path\":\"/var/lib/sealer/node\"}\n";
      return new Answer("ledger", owners.containsKey(address) ? entry : "", 0);
    }
    if (plain.contains("rm -rf /var/lib/sealer/backup")) {
      owners.remove(address);
      return change("clean " + address);
    }
    return new Answer("other", "", 0);
  }

  private Answer change(String what) {
    done.add(what);
    return new Answer(what, "", 0);
  }

  private Answer etcd(String plain) {
    if (plain.contains("member list")) {
      var lines = new StringBuilder();
      for (String member : members) {
        String started = member.equals(DEAD) ? "unstarted, , " : "started, name, ";
        String client = member.equals(DEAD) ? "" : "https://%s:2379".formatted(member);
        lines.append(id(member)).append(", ").append(started);
        lines.append("https://%s:2380, %s, true%n".formatted(member, client));
      }
      return new Answer("members", lines.toString(), 0);
    }
    for (String member : members) {
      if (plain.contains("member remove " + id(member))) {
        members.remove(member);
        return change("remove member " + member);
      }
    }
    return new Answer("endpoints", "[{\"Status\":{\"leader\":1,\"header\":{\"member_id\":1}}}]", 0);
  }

  private static String id(String address) {
    return "%x".formatted(address.hashCode());
  }

  private Answer kubectl(String plain) {
    if (silence.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
      return new Answer("silent", "", 1);
    }
    if (plain.contains("nodes,deployments")) {
      List<String> items =
          nodes.entrySet().stream().map(n -> node(n.getKey(), n.getValue())).toList();
      return new Answer("look", "{\"items\":[" + String.join(",", items) + "]}", 0);
    }
    for (String address : nodes.keySet()) {
      String name = name(address);
      if (plain.contains("cordon " + name)) {
        return change("cordon " + name);
      }
      if (plain.contains("drain " + name)) {
        done.add("drain " + name);
        nodes.put(address, !dies);
        return new Answer("drain", obstacle, obstacle.isEmpty() ? 0 : 1);
      }
      if (plain.contains("delete node " + name)) {
        nodes.remove(address);
        return change("delete node " + name);
      }
    }
    return new Answer("configmap", "{}", 0);
  }

  static String name(String address) {
    return "n" + address.replace('.', '-');
  }

  private static String node(String address, boolean ready) {
    return """
        {"kind":"Node","metadata":{"name":"%s"},"status":{"addresses":[{"type":"InternalIP","address":"%s"}],
         "conditions":[{"type":"Ready","status":"%s"}]}}"""
        .formatted(name(address), address, ready ? "True" : "Unknown");
  }

  @Override
  public Session session(String host) throws HostException {
    Session open = sessions.get(host);
    if (open != null) {
      return open;
    }
    Target target = hosts.root(hosts.addresses().contains(host) ? host : DEAD);
    Session fresh = connector.connect(target);
    sessions.put(host, fresh);
    return fresh;
  }

  @Override
  public Ledger ledger(String host) throws HostException {
    return new Ledger(session(host));
  }

  @Override
  public void close() throws IOException {
    sessions.values().forEach(Session::close);
    hosts.close();
  }
}
