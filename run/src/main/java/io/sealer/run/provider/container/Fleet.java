package io.sealer.run.provider.container;

import io.sealer.run.provider.ProviderException;
import io.sealer.run.provider.ProviderListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * All hosts of a cluster, worked on at the same time.
 *
 * @param directory what is remembered of them
 * @param subnet their network
 * @param listener told of each
 */
record Fleet(ClusterDirectory directory, Subnet subnet, ProviderListener listener) {

  /** What to do with one host. */
  @FunctionalInterface
  private interface Task {
    void run(HostState host) throws IOException, ProviderException, InterruptedException;
  }

  /** Makes, starts or keeps each host; all answer on ssh afterwards. */
  void bringUp(List<HostState> hosts, Login login, Path tree)
      throws ProviderException, InterruptedException, IOException {
    for (HostState host : hosts) {
      directory.write(host.withTree(existing(host.tree(), tree)));
    }
    each(hosts, host -> bringUp(host.withTree(existing(host.tree(), tree)), login));
  }

  /** A tree of an old recipe may be gone when the host was off. */
  private static Path existing(Path had, Path current) {
    return Files.isDirectory(had) ? had : current;
  }

  private void bringUp(HostState host, Login login)
      throws IOException, ProviderException, InterruptedException {
    long begun = System.nanoTime();
    Machine machine = machine(host);
    if (machine.running()) {
      machine.cgroups().freeze(false);
      Readiness.await(machine, host.address());
      return;
    }
    machine.mount(host.tree());
    configure(machine, host, login);
    Readiness.await(machine, host.address(), machine.boot());
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    listener.on(
        machine.hostname(),
        "up at %s after %.1f s".formatted(host.address(), took.toMillis() / 1000.0));
  }

  private void configure(Machine machine, HostState host, Login login)
      throws IOException, ProviderException, InterruptedException {
    HostFiles files = machine.files();
    files.hostname(machine.hostname());
    files.address(host.address(), subnet);
    files.names(names());
    files.login(login);
  }

  /** Tells every host the others' names, and us the hosts' ssh keys. */
  void introduce() throws IOException {
    var known = new StringBuilder();
    for (HostState host : directory.hosts()) {
      HostFiles files = machine(host).files();
      if (Files.isDirectory(files.root().resolve("etc/ssh"))) {
        files.names(names());
        files
            .hostKeys()
            .forEach(key -> known.append(host.address()).append(' ').append(key).append('\n'));
      }
    }
    ClusterDirectory.replace(directory.knownHosts(), known.toString());
  }

  private List<String> names() throws IOException {
    return directory.hosts().stream()
        .map(host -> host.address() + " " + machine(host).hostname())
        .toList();
  }

  /** Removes these hosts; their entries go last, so that an interrupted removal is continued. */
  void remove(List<HostState> hosts) throws ProviderException, InterruptedException {
    each(
        hosts,
        host -> {
          machine(host).remove();
          listener.on(machine(host).hostname(), "removed");
        });
  }

  private Machine machine(HostState host) {
    return Machine.of(directory, subnet, host.name());
  }

  /** All finish, whatever happens to one; the first failure is told, the others with it. */
  private static void each(List<HostState> hosts, Task task)
      throws ProviderException, InterruptedException {
    var failures = new ArrayList<Throwable>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Void>> tasks =
          hosts.stream().<Callable<Void>>map(host -> () -> done(task, host)).toList();
      for (Future<Void> future : threads.invokeAll(tasks)) {
        try {
          future.get();
        } catch (ExecutionException e) {
          failures.add(e.getCause() == null ? e : e.getCause());
        }
      }
    }
    if (!failures.isEmpty()) {
      throw combined(failures);
    }
  }

  private static Void done(Task task, HostState host)
      throws IOException, ProviderException, InterruptedException {
    task.run(host);
    return null;
  }

  private static ProviderException combined(List<Throwable> failures) {
    Throwable first = failures.getFirst();
    String hint = first instanceof ProviderException e ? e.hint() : "correct it and run again";
    var all = new ProviderException(String.valueOf(first.getMessage()), hint, first);
    failures.stream().skip(1).forEach(all::addSuppressed);
    return all;
  }
}
