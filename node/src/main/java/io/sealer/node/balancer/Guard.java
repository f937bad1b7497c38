package io.sealer.node.balancer;

import io.sealer.linux.net.Backends;
import io.sealer.node.api.BalancerConfig;
import io.sealer.node.balancer.ServerHealth.State;
import io.sealer.node.serve.AgentLog;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Keeps the kernel's rules from a virtual address to healthy API servers true: changes them as soon
 * as a server is otherwise, and puts them back when somebody else removed them. Its end changes
 * nothing: the rules stay as they are. Closing ends its thread.
 */
public final class Guard implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final int RECHECK_EVERY = 10;

  private final LiveBalancerConfig live;
  private final AgentLog log;
  private final Listener listener;
  private final Servers servers;
  private final Thread thread;
  private Optional<BalancerConfig> config = Optional.empty();
  private Optional<Rules> rules = Optional.empty();
  private boolean told;
  private String complaint = "";
  private int rounds;

  /** Is told of rules that the kernel has now. */
  @FunctionalInterface
  public interface Listener {
    /** The first rules of a configuration are there. */
    void inPlace(BalancerConfig config) throws IOException;
  }

  /** What was last brought about for a configuration. */
  private record Rules(Balancer balancer, ClusterTrust trust, List<InetSocketAddress> servers) {
    Rules with(List<InetSocketAddress> others) {
      return new Rules(balancer, trust, others);
    }
  }

  private Guard(Path file, Listener listener, AgentLog log) {
    this.listener = listener;
    this.live = new LiveBalancerConfig(file, log);
    this.log = log;
    this.servers = new Servers(log);
    this.thread = Thread.ofVirtual().name("balancer").unstarted(this::watch);
  }

  /** Starts guarding what a file says, once it is there ({@link BalancerConfig#FILE}). */
  public static Guard start(Path file, Listener listener, AgentLog log) {
    var guard = new Guard(file, listener, log);
    guard.thread.start();
    return guard;
  }

  private void watch() {
    try {
      while (true) {
        tryRound();
        servers.awaitChange(PAUSE);
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    } finally {
      servers.close();
    }
  }

  private void tryRound() {
    try {
      round();
      complaint = "";
    } catch (IOException | IllegalStateException e) {
      if (!complaint.equals(e.getMessage())) {
        complaint = String.valueOf(e.getMessage());
        log.warn("balancer: " + complaint);
      }
    }
  }

  private void round() throws IOException {
    Optional<BalancerConfig> wanted = live.get();
    if (wanted.isEmpty()) {
      return;
    }
    BalancerConfig now = wanted.get();
    if (!wanted.equals(config)) {
      takeUp(now);
    }
    Rules before = rules.orElseThrow();
    servers.trust(before.trust().sockets());
    Optional<List<InetSocketAddress>> best = servers.best();
    if (best.isEmpty()) {
      return;
    }
    boolean changed = !best.get().equals(before.servers());
    if (changed || rounds++ % RECHECK_EVERY == 0) {
      bringAbout(now, before, best.get(), changed);
      tell(now);
    }
  }

  private void tell(BalancerConfig now) throws IOException {
    if (!told) {
      listener.inPlace(now);
      told = true;
    }
  }

  private void takeUp(BalancerConfig now) throws IOException {
    Balancer balancer = Balancers.of(now.kind());
    List<InetSocketAddress> used = rules.map(Rules::servers).orElse(List.of());
    rules = Optional.of(new Rules(balancer, new ClusterTrust(now.authority()), used));
    servers.trust(rules.orElseThrow().trust().sockets());
    servers.watch(Balancers.backends(now).servers());
    rounds = 0;
    told = false;
    config = Optional.of(now);
    log.info("balancer of %s with %s".formatted(now.virtual(), balancer.name()));
  }

  private void bringAbout(
      BalancerConfig now, Rules before, List<InetSocketAddress> best, boolean changed)
      throws IOException {
    Backends backends = Balancers.backends(now).with(best);
    Balancer balancer = before.balancer();
    Balancers.route(now);
    Optional<List<InetSocketAddress>> there = balancer.servers(backends);
    boolean same = there.map(s -> new HashSet<>(s).equals(new HashSet<>(best))).orElse(false);
    if (!same) {
      balancer.replace(backends);
      String names = best.stream().map(Servers::text).collect(Collectors.joining(", "));
      log.info("%s goes to %s".formatted(now.virtual(), names));
    }
    rules = Optional.of(before.with(best));
    if (!same || changed) {
      cut(balancer, backends, before.servers(), there.orElse(List.of()));
    }
  }

  /** Ends connections with the dead, and with those that are no longer servers at all. */
  private void cut(
      Balancer balancer,
      Backends backends,
      List<InetSocketAddress> before,
      List<InetSocketAddress> there)
      throws IOException {
    var dead = new ArrayList<>(servers.in(State.OUT));
    var configured = Balancers.backends(config.orElseThrow()).servers();
    before.stream().filter(s -> !configured.contains(s)).forEach(dead::add);
    there.stream().filter(s -> !configured.contains(s)).forEach(dead::add);
    dead.removeAll(backends.servers());
    if (!dead.isEmpty()) {
      int ended = balancer.cut(backends, dead);
      log.info("ended %d connections with servers that are gone".formatted(ended));
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
