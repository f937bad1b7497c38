package io.sealer.run.engine;

import io.sealer.host.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Hosts whose state is a map from step to the inputs it was made from; may be killed anywhere. */
public final class SimulatedCluster implements HostAccess {
  /** How often each step can be killed: before, amid, and after its work. */
  public static final int BOUNDARIES = 3;

  final Map<String, String> state = new ConcurrentHashMap<>();
  final ConcurrentLinkedQueue<String> ran = new ConcurrentLinkedQueue<>();
  final AtomicInteger boundary = new AtomicInteger();
  int killAt = Integer.MAX_VALUE;

  /** Hosts that lose their power at this boundary, once. */
  public static SimulatedCluster killedAt(int boundary) {
    var cluster = new SimulatedCluster();
    cluster.killAt = boundary;
    return cluster;
  }

  /** The power is back. */
  public void revive() {
    killAt = Integer.MAX_VALUE;
  }

  /** The steps that have come to their end, each time that they did. */
  public List<String> ran() {
    return List.copyOf(ran);
  }

  /** Steps of a real graph, on these hosts. */
  public List<Step> simulated(List<Step> real) {
    return real.stream()
        .map(s -> new Step(s.id(), s.host(), s.action(), s.needs(), s.inputs(), new Simulated()))
        .toList();
  }

  private static final String HALF = "half";

  /** The power is gone: nothing after this has any effect. */
  static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  List<Step> oneMasterTwoWorkers() {
    var steps = new ArrayList<Step>();
    for (String host : List.of("m", "w1", "w2")) {
      steps.add(step(host, "agent"));
      steps.add(step(host, "content", Step.id(host, "agent")));
      steps.add(step(host, "rootfs", Step.id(host, "content")));
      steps.add(step(host, "containerd", Step.id(host, "rootfs")));
    }
    steps.add(step("m", "init", "m/containerd"));
    steps.add(step("w1", "join", "m/init", "w1/containerd"));
    steps.add(step("w2", "join", "m/init", "w2/containerd"));
    steps.add(step("m", "apps", "w1/join", "w2/join"));
    return steps;
  }

  Step step(String host, String name, String... needs) {
    return Step.of(host, name, "do " + name, List.of(needs), "1", new Simulated());
  }

  private void passBoundary() {
    if (boundary.incrementAndGet() >= killAt) {
      throw new Killed();
    }
  }

  private final class Simulated implements Work {
    @Override
    public Optional<String> check(StepContext at) {
      String found = state.getOrDefault(at.step().id(), "nothing");
      return found.equals(at.step().inputs())
          ? Optional.empty()
          : Optional.of(found + " → " + at.step().inputs());
    }

    @Override
    public void run(StepContext at) {
      passBoundary();
      at.step().needs().stream()
          .filter(need -> state.getOrDefault(need, HALF).equals(HALF))
          .forEach(this::tooSoon);
      state.put(at.step().id(), HALF);
      passBoundary();
      ran.add(at.step().id());
      state.put(at.step().id(), at.step().inputs());
      passBoundary();
    }

    private void tooSoon(String need) {
      throw new AssertionError("ran before " + need);
    }
  }

  @Override
  public Session session(String host) {
    throw new UnsupportedOperationException("simulated hosts have no connection");
  }

  @Override
  public Ledger ledger(String host) {
    throw new UnsupportedOperationException("simulated hosts have no ledger");
  }
}
