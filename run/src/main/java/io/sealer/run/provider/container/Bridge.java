package io.sealer.run.provider.container;

import io.sealer.oci.Digest;
import io.sealer.run.provider.ProviderException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The switch between a cluster's hosts and this machine. What comes in over it is not forwarded:
 * the hosts reach each other and this machine, nothing else. The kernel makes a link of a name only
 * once, so whoever makes the bridge has the network, among all processes of the machine.
 *
 * @param subnet the network
 * @param cluster the directory of the cluster whose network it is
 */
record Bridge(Subnet subnet, Path cluster) {
  private static final Duration LINKS_END = Duration.ofSeconds(5);
  private static final Path LINKS = Path.of("/sys/class/net");
  private static final int ADDRESS_DIGITS = 12;
  // Locally administered, not multicast (IEEE 802, 8.2).
  private static final String LOCAL = "02";

  static Bridge of(ClusterDirectory directory, Subnet subnet) {
    return new Bridge(subnet, directory.path());
  }

  String name() {
    return subnet.bridge();
  }

  boolean exists() {
    return Files.exists(LINKS.resolve(name()));
  }

  /** Takes the network for the cluster; false when another cluster has it. */
  boolean claim() throws ProviderException, InterruptedException {
    if (!exists()) {
      Tool make = Tool.of("ip", "link", "add", name(), "address", owner(), "type", "bridge");
      try {
        make.run();
      } catch (ProviderException e) {
        if (!exists()) {
          throw e;
        }
      }
    }
    return isOurs();
  }

  /**
   * Makes it, or what is missing of it.
   *
   * @throws ProviderException when another cluster has the network, too
   */
  void ensure() throws ProviderException, InterruptedException {
    if (!claim()) {
      throw new ProviderException(
          "network %s.0/24 of the hosts in %s was taken by another cluster of this machine"
              .formatted(subnet.prefix(), cluster),
          "delete one of the two: sealer delete NAME");
    }
    Tool.of("ip", "address", "replace", subnet.gateway() + "/24", "dev", name()).run();
    Tool.of("ip", "link", "set", name(), "up").run();
    try {
      Files.writeString(Path.of("/proc/sys/net/ipv4/conf", name(), "forwarding"), "0");
    } catch (IOException e) {
      throw new ProviderException(
          "cannot keep bridge %s from forwarding: %s".formatted(name(), e.getMessage()),
          "mount /proc/sys writable",
          e);
    }
  }

  /** Removes it; links of hosts that have just ended go first. */
  void delete() throws ProviderException, InterruptedException {
    if (!exists() || !isOurs()) {
      return;
    }
    Await.until(LINKS_END, this::unused);
    Tool.of("ip", "link", "delete", name()).run();
  }

  private boolean unused() {
    String[] ports = LINKS.resolve(name()).resolve("brif").toFile().list();
    return ports == null || ports.length == 0;
  }

  /** The link's hardware address says whose it is, because it is given in the act of making. */
  private boolean isOurs() throws ProviderException {
    try {
      return Files.readString(LINKS.resolve(name()).resolve("address")).strip().equals(owner());
    } catch (IOException e) {
      throw new ProviderException(
          "cannot read whose bridge %s is: %s".formatted(name(), e.getMessage()),
          "run it again",
          e);
    }
  }

  private String owner() {
    String digits = Digest.of(cluster.toString().getBytes(StandardCharsets.UTF_8)).hex();
    return (LOCAL + digits).substring(0, ADDRESS_DIGITS).replaceAll("(..)(?!$)", "$1:");
  }

  /** The end of a host's cable on this machine; systemd-nspawn names it. */
  static Path link(String machine) {
    return LINKS.resolve("vb-" + machine);
  }
}
