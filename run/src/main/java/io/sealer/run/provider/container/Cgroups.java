package io.sealer.run.provider.container;

import io.sealer.linux.Mounts;
import io.sealer.run.provider.ProviderException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A host's own group in every hierarchy of control groups (version 1 controllers and version 2), so
 * that hosts do not see each other's pods, and so that all processes of a host are known.
 *
 * @param roots where the hierarchies are mounted
 * @param machine the host's name on this machine
 */
record Cgroups(List<Path> roots, String machine) {
  private static final String PARENT = "sealer";
  private static final Duration FREED = Duration.ofSeconds(5);
  private static final int TRIES = 5;

  static Cgroups of(String machine) throws IOException {
    return new Cgroups(
        Mounts.list().stream()
            .filter(mount -> mount.type().equals("cgroup") || mount.type().equals("cgroup2"))
            .map(Mounts.Mount::target)
            .distinct()
            .toList(),
        machine);
  }

  /** The host's group in each hierarchy. */
  List<Path> groups() {
    return roots.stream().map(root -> root.resolve(PARENT).resolve(machine)).toList();
  }

  void create() throws IOException {
    for (Path root : roots) {
      create(root);
    }
  }

  private void create(Path root) throws IOException {
    for (int tries = 1; ; tries++) {
      try {
        Path parent = Files.createDirectories(root.resolve(PARENT));
        delegate(root, parent);
        Path group = Files.createDirectories(parent.resolve(machine));
        copy(root, parent);
        copy(parent, group);
        return;
      } catch (NoSuchFileException e) {
        // The last host of somebody else has just taken the parent group away.
        if (tries == TRIES) {
          throw e;
        }
      }
    }
  }

  /** Version 2 hands controllers down only where told. */
  private static void delegate(Path root, Path parent) throws IOException {
    Path controllers = root.resolve("cgroup.controllers");
    if (!Files.exists(controllers)) {
      return;
    }
    for (String controller : Files.readString(controllers).trim().split(" ")) {
      if (!controller.isEmpty()) {
        Files.writeString(root.resolve("cgroup.subtree_control"), "+" + controller);
        Files.writeString(parent.resolve("cgroup.subtree_control"), "+" + controller);
      }
    }
  }

  /** A cpuset without processors and memory lets no process in (version 1). */
  private static void copy(Path from, Path to) throws IOException {
    if (Files.exists(from.resolve("cgroup.controllers"))) {
      return;
    }
    for (String file : List.of("cpuset.cpus", "cpuset.mems")) {
      if (Files.exists(from.resolve(file)) && Files.readString(to.resolve(file)).isBlank()) {
        Files.writeString(to.resolve(file), Files.readString(from.resolve(file)));
      }
    }
  }

  /** All processes of the host. */
  Set<Long> processes() {
    return groups().stream()
        .flatMap(Cgroups::tree)
        .flatMap(Cgroups::members)
        .collect(Collectors.toSet());
  }

  /** Groups of pods come and go while we look. */
  private static Stream<Path> tree(Path group) {
    if (!Files.isDirectory(group)) {
      return Stream.empty();
    }
    try (Stream<Path> all = Files.find(group, 64, (path, file) -> file.isDirectory())) {
      return all.toList().stream();
    } catch (IOException | UncheckedIOException e) {
      return Stream.of(group);
    }
  }

  private static Stream<Long> members(Path group) {
    try {
      return Files.readAllLines(group.resolve("cgroup.procs")).stream()
          .map(Long::valueOf)
          .filter(pid -> pid > 0);
    } catch (IOException e) {
      return Stream.empty();
    }
  }

  /** Stops all processes where they stand, or lets them go on. */
  void freeze(boolean frozen) throws IOException {
    for (Path group : groups()) {
      write(group.resolve("freezer.state"), frozen ? "FROZEN" : "THAWED");
      write(group.resolve("cgroup.freeze"), frozen ? "1" : "0");
    }
  }

  private static void write(Path file, String value) throws IOException {
    if (Files.exists(file)) {
      Files.writeString(file, value);
    }
  }

  /** Removes the host's groups; its processes have ended. */
  void remove() throws ProviderException, InterruptedException {
    for (Path root : roots) {
      Path parent = root.resolve(PARENT);
      Path group = parent.resolve(machine);
      if (!Await.until(FREED, () -> removed(group))) {
        throw new ProviderException(
            "control group %s cannot be removed".formatted(group),
            "see which processes are in it: cat %s/cgroup.procs".formatted(group));
      }
      tryRemove(parent);
    }
  }

  /** The kernel frees a group shortly after its last process. */
  private static boolean removed(Path group) {
    tree(group).toList().reversed().forEach(Cgroups::tryRemove);
    tryRemove(group);
    return !Files.exists(group);
  }

  /** Fails harmlessly while something is in it; the caller looks whether it is gone. */
  private static void tryRemove(Path group) {
    group.toFile().delete();
  }
}
