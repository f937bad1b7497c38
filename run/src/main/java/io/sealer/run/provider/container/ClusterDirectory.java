package io.sealer.run.provider.container;

import io.sealer.run.engine.Json;
import io.sealer.run.provider.ProviderSite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is remembered of a cluster's hosts: {@code SEALER_HOME/hosts/CLUSTER}. Every entry is
 * written before what it describes is made, so that whatever exists can be found and removed.
 *
 * @param cluster name of the cluster
 * @param path its directory
 */
record ClusterDirectory(String cluster, Path path) {
  private static final String HOST_FILE = "host.json";

  static ClusterDirectory of(String cluster, ProviderSite site) {
    return new ClusterDirectory(cluster, site.hosts().resolve(cluster));
  }

  /** All that exist at this site. */
  static List<ClusterDirectory> all(ProviderSite site) throws IOException {
    return directories(site.hosts()).stream()
        .map(path -> new ClusterDirectory(path.getFileName().toString(), path))
        .toList();
  }

  boolean exists() {
    return Files.isDirectory(path);
  }

  Path key() {
    return path.resolve("id_ed25519");
  }

  Path knownHosts() {
    return path.resolve("known_hosts");
  }

  Path host(String name) {
    return path.resolve(name);
  }

  /** The network that was chosen for it. */
  Optional<Subnet> subnet() throws IOException {
    Path file = path.resolve("cluster.json");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    return Optional.of(new Subnet(Json.parse(Files.readString(file)).path("subnet").asString()));
  }

  void write(Subnet subnet) throws IOException {
    Files.createDirectories(path);
    replace(path.resolve("cluster.json"), Json.pretty(Map.of("subnet", subnet.prefix())));
  }

  /** The hosts, masters first, each in the order they were made. */
  List<HostState> hosts() throws IOException {
    var hosts = new ArrayList<HostState>();
    for (Path directory : directories(path)) {
      Path file = directory.resolve(HOST_FILE);
      if (Files.exists(file)) {
        hosts.add(HostState.parse(Files.readString(file)));
      }
    }
    hosts.sort(
        Comparator.comparingInt((HostState host) -> host.name().charAt(0))
            .thenComparingInt(host -> Integer.parseInt(host.name().substring(1))));
    return List.copyOf(hosts);
  }

  void write(HostState host) throws IOException {
    Files.createDirectories(host(host.name()));
    replace(host(host.name()).resolve(HOST_FILE), host.json());
  }

  static void replace(Path file, String text) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.writeString(part, text);
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static List<Path> directories(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(path)) {
      return all.filter(Files::isDirectory).sorted().toList();
    }
  }
}
