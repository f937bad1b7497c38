package io.sealer.run.check;

import io.sealer.host.Command;
import io.sealer.host.ExecResult;
import io.sealer.host.Facts;
import io.sealer.host.HostException;
import io.sealer.host.Session;
import io.sealer.node.api.AgentPaths;
import io.sealer.node.api.NodeCommands;
import io.sealer.run.engine.Json;
import io.sealer.run.kubernetes.EtcdHealth;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Looks at one host of a cluster.
 *
 * @param address its address
 * @param master whether it has a control plane
 * @param session the connection with it
 */
public record HostCheck(String address, boolean master, Session session) {
  private static final Duration SKEW = Duration.ofSeconds(60);
  private static final Duration SLOW_ETCD = Duration.ofMillis(100);
  private static final long PERCENT = 100;
  private static final long LEAST_FREE = 10;
  private static final List<String> PATHS =
      List.of("/var/lib/sealer", "/var/lib/containerd", "/var/lib/kubelet", "/var/lib/etcd");

  private static final String SERVICES =
      """
      for unit in sealer-node containerd kubelet; do
        systemctl -q is-active $unit || echo "$unit $(systemctl is-active $unit)"
      done
      """;

  private static final String CERTIFICATES =
      """
      for file in /etc/kubernetes/pki/*.crt /etc/kubernetes/pki/etcd/*.crt /var/lib/kubelet/pki/kubelet-client-current.pem /var/lib/sealer/agent/pki/agent.crt; do
        [ -f "$file" ] || continue
        echo "file $file"
        sed -n '/-BEGIN CERTIFICATE-/,/-END CERTIFICATE-/p' "$file"
      done
      """;

  /** Everything that can be said of the host. */
  public List<Finding> findings() throws HostException {
    var found = new ArrayList<Finding>();
    machine(session.facts(PATHS), found);
    services(found);
    String listing = session.run(Command.script(CERTIFICATES).named("read certificates")).stdout();
    found.addAll(CertificateCheck.judge(address, listing, Instant.now()));
    if (master) {
      etcd(found);
    } else {
      balancer(found);
    }
    mirror(found);
    return found;
  }

  private void machine(Facts facts, List<Finding> found) {
    Duration skew = facts.clock().skew();
    boolean off = skew.abs().compareTo(SKEW.plus(facts.clock().uncertainty())) > 0;
    found.add(
        off
            ? Finding.fail(
                address,
                "time",
                "its clock is %d s off".formatted(skew.toSeconds()),
                "set the clock, best with chrony or systemd-timesyncd")
            : Finding.ok(address, "time", "its clock is right"));
    List<Facts.Disk> full =
        facts.disks().stream()
            .filter(d -> d.freeBytes() * PERCENT < d.totalBytes() * LEAST_FREE)
            .toList();
    for (Facts.Disk disk : full) {
      long percent = disk.freeBytes() * PERCENT / Math.max(1, disk.totalBytes());
      String text = "%s has %d %% free space".formatted(disk.mountPoint(), percent);
      found.add(Finding.warn(address, "disk", text, "below 10 % the kubelet starts to evict pods"));
    }
    if (full.isEmpty()) {
      found.add(Finding.ok(address, "disk", "there is free space"));
    }
  }

  private void services(List<Finding> found) throws HostException {
    List<String> down = session.run(Command.script(SERVICES).named("look at services")).lines();
    for (String unit : down) {
      String name = unit.split(" ", 2)[0];
      found.add(
          Finding.fail(
              address, "services", "service " + unit, "journalctl -u " + name + " tells why"));
    }
    if (down.isEmpty()) {
      found.add(Finding.ok(address, "services", "agent, containerd and kubelet run"));
    }
  }

  private void etcd(List<Finding> found) throws HostException {
    EtcdHealth health = EtcdHealth.of(session);
    String text = health.message();
    if (!health.healthy()) {
      found.add(
          Finding.fail(address, "etcd", text, "look at the etcd container's log on this host"));
    } else if (health.took().compareTo(SLOW_ETCD) > 0) {
      found.add(
          Finding.warn(address, "etcd", text, "etcd needs a fast disk: 10 ms or less a write"));
    } else {
      found.add(Finding.ok(address, "etcd", text));
    }
  }

  private void balancer(List<Finding> found) throws HostException {
    ExecResult answer = agent(NodeCommands.defaults().balancer(AgentPaths.CONFIG, 0));
    if (!answer.ok()) {
      found.add(
          Finding.fail(
              address, "balancer", firstLine(answer), "sealer apply sets the balancer up again"));
      return;
    }
    JsonNode state = Json.parse(answer.stdout());
    var unused = new ArrayList<String>();
    for (JsonNode server : state.path("servers").values()) {
      if (!server.path("used").asBoolean(false)) {
        unused.add(server.path("at").asString());
      }
    }
    String kind = state.path("kind").asString();
    found.add(
        unused.isEmpty()
            ? Finding.ok(address, "balancer", "%s leads to every master".formatted(kind))
            : Finding.warn(
                address,
                "balancer",
                "%s does not lead to %s".formatted(kind, String.join(", ", unused)),
                "the API server there is not ready; the other masters are used"));
  }

  private void mirror(List<Finding> found) throws HostException {
    ExecResult answer = agent(NodeCommands.defaults().health(AgentPaths.CONFIG, 2));
    found.add(
        answer.ok()
            ? Finding.ok(address, "mirror", "the image mirror answers")
            : Finding.fail(address, "mirror", firstLine(answer), "systemctl restart sealer-node"));
  }

  private ExecResult agent(List<String> command) throws HostException {
    return session.exec(Command.of(command));
  }

  private static String firstLine(ExecResult answer) {
    return answer
        .stderr()
        .lines()
        .findFirst()
        .map(line -> line.replaceFirst("^error: ", ""))
        .orElse("the agent's program fails");
  }
}
