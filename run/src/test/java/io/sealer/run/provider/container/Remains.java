package io.sealer.run.provider.container;

import io.sealer.linux.Mounts;
import io.sealer.run.provider.ProviderSite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Everything that a cluster's hosts have on this machine: directories, mounts, links, control
 * groups, processes. Looks at what the kernel shows, not at what the provider remembers.
 *
 * @param directory the cluster's directory
 * @param id of its network
 */
record Remains(Path directory, String id) {
  static Remains of(String cluster, ProviderSite site) throws IOException {
    var directory = ClusterDirectory.of(cluster, site);
    return new Remains(directory.path(), directory.subnet().orElseThrow().id());
  }

  /** The cache that all tests share, because making a root tree takes a minute. */
  static Path cache() {
    String home = System.getProperty("user.home");
    String root =
        Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
            .orElseGet(() -> Path.of(home, ".cache").toString());
    return Path.of(
        Optional.ofNullable(System.getenv("SEALER_CACHE"))
            .orElseGet(() -> Path.of(root, "sealer").toString()));
  }

  List<String> list() throws IOException {
    var remains = new ArrayList<String>();
    if (Files.exists(directory)) {
      remains.add("directory " + directory);
    }
    for (Mounts.Mount mount : Mounts.list()) {
      if (mount.target().startsWith(directory)) {
        remains.add("mount " + mount.target());
      }
      Path groups = mount.target().resolve("sealer");
      if (mount.type().startsWith("cgroup")) {
        names(groups).forEach(name -> remains.add("control group " + groups.resolve(name)));
      }
    }
    names(Path.of("/sys/class/net")).forEach(name -> remains.add("link " + name));
    for (String kind : List.of("propagate", "unix-export")) {
      names(Path.of("/run/systemd/nspawn", kind)).forEach(name -> remains.add(kind + " " + name));
    }
    ProcessHandle.allProcesses()
        .filter(this::isOurs)
        .forEach(process -> remains.add("process " + process.pid()));
    return remains;
  }

  private boolean isOurs(ProcessHandle process) {
    return process.info().commandLine().filter(line -> line.contains(directory + "/")).isPresent();
  }

  private List<String> names(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(path -> path.getFileName().toString())
          .filter(name -> name.contains(id))
          .toList();
    }
  }
}
