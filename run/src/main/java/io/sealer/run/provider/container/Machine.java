package io.sealer.run.provider.container;

import io.sealer.linux.LinuxException;
import io.sealer.linux.Mounts;
import io.sealer.run.provider.ProviderException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One host as this machine sees it: a root of its own over the common tree, disks, processes in
 * control groups of their own.
 *
 * @param directory where everything of it lies
 * @param id its name among all machines here, short enough to name its link after it
 * @param hostname what it calls itself
 * @param subnet its network
 */
record Machine(Path directory, String id, String hostname, Subnet subnet) {
  /**
   * Overlay on overlay is refused, so what keeps layers and data lies on the real disk; all of it
   * on one file system, as on most servers.
   */
  private static final Path DISK = Path.of("var/lib");

  private static final String ENTER =
      """
      while [ "$1" != -- ]; do echo $$ >"$1/cgroup.procs" || exit 1; shift; done
      shift
      exec "$@"
      """;

  private static final Path NSPAWN = Path.of("/run/systemd/nspawn");
  private static final Duration ENDED = Duration.ofSeconds(10);

  static Machine of(ClusterDirectory cluster, Subnet subnet, String name) {
    return new Machine(
        cluster.host(name), subnet.id() + "-" + name, cluster.cluster() + "-" + name, subnet);
  }

  Path root() {
    return directory.resolve("root");
  }

  Path console() {
    return directory.resolve("console.log");
  }

  HostFiles files() {
    return new HostFiles(root());
  }

  Cgroups cgroups() throws IOException {
    return Cgroups.of(id);
  }

  boolean running() throws IOException {
    return !cgroups().processes().isEmpty();
  }

  private Path disk() {
    return directory.resolve("disk");
  }

  /** Puts its root together, with the disk it had if it had one. */
  void mount(Path tree)
      throws IOException, LinuxException, ProviderException, InterruptedException {
    for (String part : List.of("upper", "work", "root", "disk")) {
      Files.createDirectories(directory.resolve(part));
    }
    if (!Mounts.isMounted(root().toRealPath())) {
      Mounts.overlay(List.of(tree), directory.resolve("upper"), directory.resolve("work"), root());
    }
    List<Path> missing;
    try (Stream<Path> all = Files.list(root().resolve(DISK))) {
      missing = all.filter(path -> !Files.exists(disk().resolve(path.getFileName()))).toList();
    }
    for (Path path : missing) {
      Tool.of("cp", "-a", path.toString(), disk().toString()).run();
    }
  }

  /**
   * Starts it in a session of its own, so that it outlives us. A shell enters the control groups
   * before it becomes systemd-nspawn, so no process of the host was ever outside of them.
   */
  Process boot() throws IOException {
    Cgroups cgroups = cgroups();
    cgroups.create();
    var command = new ArrayList<String>(List.of("setsid", "sh", "-c", ENTER, "sealer-host"));
    cgroups.groups().forEach(group -> command.add(group.toString()));
    command.add("--");
    command.addAll(nspawn());
    var builder =
        new ProcessBuilder(command)
            .directory(Path.of("/").toFile())
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(ProcessBuilder.Redirect.appendTo(console().toFile()))
            .redirectErrorStream(true);
    // It outlives us: our environment, which may hold passwords, is none of its business.
    String path = builder.environment().getOrDefault("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
    builder.environment().clear();
    builder.environment().put("PATH", path);
    return builder.start();
  }

  private List<String> nspawn() {
    var command =
        new ArrayList<>(
            List.of(
                "systemd-nspawn",
                "--quiet",
                "--directory=" + root(),
                "--machine=" + id,
                "--hostname=" + hostname,
                "--boot",
                "--register=no",
                "--keep-unit",
                "--network-bridge=" + subnet.bridge(),
                "--capability=all",
                "--system-call-filter=add_key keyctl bpf",
                "--rlimit=RLIMIT_NOFILE=1048576",
                "--resolv-conf=off",
                "--timezone=off",
                "--link-journal=no",
                "--console=pipe"));
    command.add("--bind=%s:/%s".formatted(disk(), DISK));
    return List.copyOf(command);
  }

  /** Ends all its processes at once, as when the power fails; its disk stays. */
  void powerOff() throws IOException, ProviderException, InterruptedException {
    Cgroups cgroups = cgroups();
    cgroups.freeze(false);
    // With the host's init all of the host ends, and systemd-nspawn tidies up after it.
    initProcesses(cgroups.processes()).forEach(ProcessHandle::destroyForcibly);
    if (!Await.until(ENDED.dividedBy(5), () -> cgroups.processes().isEmpty())) {
      boolean ended = Await.until(ENDED, () -> killed(cgroups));
      if (!ended) {
        throw new ProviderException(
            "%s: processes %s do not end".formatted(hostname, cgroups.processes()),
            "see what holds them: cat /proc/PID/stack");
      }
    }
    Await.until(ENDED, () -> !Files.exists(Bridge.link(id)));
  }

  private static boolean killed(Cgroups cgroups) {
    Set<Long> left = cgroups.processes();
    left.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
    return left.isEmpty();
  }

  private static List<ProcessHandle> initProcesses(Set<Long> processes) {
    return processes.stream()
        .flatMap(pid -> ProcessHandle.of(pid).stream())
        .filter(Machine::isNspawn)
        .flatMap(ProcessHandle::children)
        .toList();
  }

  private static boolean isNspawn(ProcessHandle process) {
    return process.info().command().filter(path -> path.endsWith("/systemd-nspawn")).isPresent();
  }

  /** Takes away everything it had; it may be half-made. */
  void remove() throws IOException, ProviderException, InterruptedException {
    powerOff();
    removeLeftovers();
    if (Files.exists(directory)) {
      Mounts.detachAll(directory.toRealPath());
    }
    cgroups().remove();
    Tool.of("rm", "-rf", "--one-file-system", directory.toString()).run();
  }

  /** What systemd-nspawn keeps elsewhere, and leaves there when it is killed. */
  private void removeLeftovers() throws IOException, ProviderException, InterruptedException {
    for (String leftover : List.of("propagate", "unix-export")) {
      Path path = NSPAWN.resolve(leftover).resolve(id);
      if (Files.exists(path)) {
        Mounts.detachAll(path);
        Tool.of("rm", "-rf", "--one-file-system", path.toString()).run();
      }
    }
    if (Files.exists(root())) {
      Object device = Files.getAttribute(root(), "unix:dev");
      Object inode = Files.getAttribute(root(), "unix:ino");
      Files.deleteIfExists(NSPAWN.resolve("locks/inode-%s:%s".formatted(device, inode)));
    }
  }
}
