package io.sealer.node.balancer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.node.api.AgentConfig;
import io.sealer.node.api.AgentPaths;
import io.sealer.node.api.BalancerConfig;
import io.sealer.node.api.Endpoint;
import io.sealer.node.serve.TestAuthority;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A host in a network of its own with the agent, and three API servers outside. A continuous load
 * goes through the virtual address while things die. On the kernel of this machine, and by {@link
 * IpvsIT} on one that has IPVS.
 */
class BalancerIT {
  /** Tests whose result depends on the kind of balancer that the kernel has. */
  static final String OF_KERNEL = "of-kernel";

  private static final String VIRTUAL = "10.103.97.2";

  /** How many times slower than a real machine this one may be; more than one if it is emulated. */
  private static final int SLOWNESS = Integer.getInteger("sealer.slowness", 1);

  private static final Duration AT_MOST = Duration.ofSeconds(3).multipliedBy(SLOWNESS);
  private static final Duration PATIENCE = Duration.ofSeconds(20).multipliedBy(SLOWNESS);
  private static final KernelRules RULES = KernelRules.ofThisMachine();

  @TempDir Path temp;
  private final String namespace = "sealer-bal-" + ProcessHandle.current().pid();
  private final String link = "sbal" + ProcessHandle.current().pid() % 100_000;
  private final List<FakeMaster> masters = new ArrayList<>();
  private final List<Process> processes = new ArrayList<>();
  private Path authority;
  private Process agent;
  private Process load;
  private BufferedReader reports;

  /** With the directory that systemd makes for the agent, seen by it alone. */
  private static final String AS_A_UNIT =
      "mount -t tmpfs tmpfs /run && mkdir %s && exec \"$@\"".formatted(AgentPaths.RUNTIME);

  private record Report(int requests, int errors, Duration longestGap) {
    Report and(Report later) {
      Duration gap = longestGap.compareTo(later.longestGap) > 0 ? longestGap : later.longestGap;
      return new Report(requests + later.requests, errors + later.errors, gap);
    }
  }

  @BeforeEach
  void start_masters_agent_and_load() throws Exception {
    command("ip", "netns", "add", namespace);
    command(
        "ip link add %s type veth peer name net0 netns %s".formatted(link, namespace).split(" "));
    command("ip", "link", "set", link, "up");
    inside("ip", "link", "set", "lo", "up");
    inside("ip", "address", "add", "10.99.7.100/24", "dev", "net0");
    inside("ip", "link", "set", "net0", "up");
    var signer = new TestAuthority("cluster");
    authority = temp.resolve("master1/ca.crt");
    for (int i = 1; i <= 3; i++) {
      String address = "10.99.7." + i;
      command("ip", "address", "add", address + "/24", "dev", link);
      Path files = temp.resolve("master" + i);
      masters.add(
          new FakeMaster(
              new Endpoint(address, 6443), signer, files, address, VIRTUAL, "127.0.0.1"));
    }
    Files.write(
        temp.resolve("node.json"),
        AgentConfig.defaults()
            .withStore(temp.resolve("store"))
            .withMirror(new Endpoint("127.0.0.1", 5050))
            .toJson());
    configure(1, 2, 3);
    agent = startAgent();
    String state =
        inside(agentCommand("balancer", "--within", Long.toString(PATIENCE.toSeconds())));
    assertThat(state).contains(RULES.kind());
    String pause = Integer.toString(10 * SLOWNESS);
    load = java(Load.class.getName(), VIRTUAL, "6443", authority.toString(), pause);
    reports = new BufferedReader(new InputStreamReader(load.getInputStream(), UTF_8));
    await("every master serves", () -> masters.stream().allMatch(m -> m.requests.get() > 0));
    report();
  }

  @AfterEach
  void remove_everything() throws Exception {
    for (Process process : processes) {
      process.destroyForcibly().waitFor();
    }
    masters.forEach(FakeMaster::close);
    new ProcessBuilder("ip", "link", "delete", link).start().waitFor();
    new ProcessBuilder("ip", "netns", "delete", namespace).start().waitFor();
  }

  private void configure(int... numbers) throws IOException {
    List<Endpoint> servers =
        Arrays.stream(numbers).mapToObj(n -> new Endpoint("10.99.7." + n, 6443)).toList();
    var config =
        new BalancerConfig(
            new Endpoint(VIRTUAL, 6443),
            "10.99.7.100",
            servers,
            authority,
            BalancerConfig.Kind.AUTO);
    Path part = Files.write(temp.resolve("part"), config.toJson());
    Files.move(part, temp.resolve(BalancerConfig.FILE), StandardCopyOption.REPLACE_EXISTING);
  }

  private Process startAgent(String... before) throws IOException {
    String config = temp.resolve("node.json").toString();
    return java(List.of(before), "io.sealer.node.Main", "serve", "--config", config);
  }

  private String[] agentCommand(String name, String... more) {
    var words = new ArrayList<>(javaWords("io.sealer.node.Main", name, "--config"));
    words.add(temp.resolve("node.json").toString());
    words.addAll(List.of(more));
    return words.toArray(String[]::new);
  }

  private Process java(String... words) throws IOException {
    return java(List.of(), words);
  }

  private Process java(List<String> before, String... words) throws IOException {
    var all = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
    all.addAll(before);
    all.addAll(javaWords(words));
    var builder = new ProcessBuilder(all).redirectError(temp.resolve("errors").toFile());
    if (words[0].endsWith("Main")) {
      builder.redirectOutput(temp.resolve("agent.log").toFile());
    }
    Process process = builder.start();
    processes.add(process);
    return process;
  }

  private static List<String> javaWords(String... words) {
    var all =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC", // as on hosts
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path")));
    all.addAll(List.of(words));
    return all;
  }

  private String inside(String... words) throws Exception {
    var all = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
    all.addAll(List.of(words));
    return command(all.toArray(String[]::new));
  }

  private static String command(String... words) throws Exception {
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(String.join(" ", words) + "\n" + output).isZero();
    return output;
  }

  private Report report() throws IOException {
    load.outputWriter().write("\n");
    load.outputWriter().flush();
    String[] words = reports.readLine().split(" ");
    return new Report(
        Integer.parseInt(words[0]),
        Integer.parseInt(words[1]),
        Duration.ofMillis(Long.parseLong(words[2])));
  }

  private static void await(String what, Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.call()) {
      assertThat(System.nanoTime()).as(what).isLessThan(deadline);
      Thread.sleep(50);
    }
  }

  /** What clients noticed until enough was asked after what was done. */
  private Report afterwards(String what) throws Exception {
    Thread.sleep(3500); // the time in which clients may notice something
    var all = new AtomicReference<>(report());
    await(
        "clients go on after: " + what,
        () -> {
          all.set(all.get().and(report()));
          return all.get().requests() > 50;
        });
    System.out.println(what + ": " + all.get());
    return all.get();
  }

  private int served(int master) {
    return masters.get(master - 1).requests.get();
  }

  @Test
  void what_the_kernel_follows_is_told_in_a_file_and_after_a_change_anew() throws Exception {
    agent.destroyForcibly().waitFor();
    agent = startAgent("sh", "-c", AS_A_UNIT, "sh");
    Path told = Path.of("/proc/" + agent.pid() + "/root" + AgentPaths.BALANCED);
    Path wanted = temp.resolve(BalancerConfig.FILE);

    await("the rules are told", () -> Files.exists(told) && Files.mismatch(told, wanted) < 0);
    configure(1, 2);
    await("other rules are told", () -> Files.mismatch(told, wanted) < 0);
  }

  @Test
  void a_killed_apiserver_costs_clients_less_than_three_seconds() throws Exception {
    masters.get(0).kill();
    Report report = afterwards("killed apiserver");
    assertThat(report.longestGap()).isLessThan(AT_MOST);
    masters.get(0).restart();
    int before = served(1);
    await("it is used again", () -> served(1) > before);
  }

  @Test
  @Tag(OF_KERNEL)
  void a_master_that_falls_silent_costs_clients_less_than_three_seconds() throws Exception {
    command("ip", "address", "delete", "10.99.7.2/24", "dev", link);
    Report report = afterwards("silent master");
    assertThat(report.longestGap()).isLessThan(AT_MOST);
  }

  @Test
  void a_master_that_is_not_ready_is_left_without_any_error() throws Exception {
    masters.get(2).readiness = 500;
    await(
        "left by new connections",
        () -> !inside(agentCommand("balancer")).contains("10.99.7.3:6443\",\"used\""));
    Report report = report();
    assertThat(report.errors()).isZero();
    assertThat(report.requests()).isPositive();
  }

  @Test
  @Tag(OF_KERNEL)
  void rules_outlive_the_agent_and_its_return_changes_nothing() throws Exception {
    String rules = inside(RULES.list());
    agent.destroyForcibly().waitFor();
    assertThat(afterwards("killed agent").errors()).isZero();
    assertThat(inside(RULES.list())).isEqualTo(rules);
    startAgent();
    assertThat(afterwards("agent again").errors()).isZero();
    assertThat(inside(RULES.list())).isEqualTo(rules);
  }

  @Test
  @Tag(OF_KERNEL)
  void membership_follows_the_file_and_rules_that_others_remove_come_back() throws Exception {
    configure(2, 3);
    await("the file is taken up", () -> !inside(RULES.list()).contains("10.99.7.1"));
    afterwards("a master left"); // what was on its way to it has come back
    int before = served(1);
    inside(RULES.flush());
    await("rules are back", () -> inside(RULES.list()).contains("10.99.7.3"));
    afterwards("rules removed");
    assertThat(served(1)).isEqualTo(before);
  }

  @Test
  void when_all_are_dead_the_first_that_returns_serves() throws Exception {
    masters.forEach(FakeMaster::kill);
    Thread.sleep(2000); // long enough for the guard to see it
    masters.get(1).restart();
    int before = served(2);
    await("it serves", () -> served(2) > before + 10);
  }

  @Test
  @Tag(OF_KERNEL)
  void clearing_leaves_nothing_in_the_kernel() throws Exception {
    agent.destroy();
    assertThat(agent.waitFor(PATIENCE)).isTrue();
    load.destroyForcibly().waitFor();
    inside(agentCommand("balancer-clear"));
    assertThat(inside(RULES.list())).isEmpty();
    assertThat(inside("ip", "route")).doesNotContain(VIRTUAL);
  }
}
