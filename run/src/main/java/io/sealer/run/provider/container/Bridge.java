package io.sealer.run.provider.container;

import io.sealer.run.provider.ProviderException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The switch between a cluster's hosts and this machine. What comes in over it is not forwarded:
 * the hosts reach each other and this machine, nothing else.
 */
record Bridge(Subnet subnet) {
  private static final Duration LINKS_END = Duration.ofSeconds(5);

  String name() {
    return subnet.bridge();
  }

  boolean exists() {
    return Files.exists(Path.of("/sys/class/net", name()));
  }

  /** Makes it, or what is missing of it. */
  void ensure() throws ProviderException, InterruptedException {
    if (!exists()) {
      Tool.of("ip", "link", "add", name(), "type", "bridge").run();
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
    if (!exists()) {
      return;
    }
    Await.until(LINKS_END, this::unused);
    Tool.of("ip", "link", "delete", name()).run();
  }

  private boolean unused() {
    String[] ports = Path.of("/sys/class/net", name(), "brif").toFile().list();
    return ports == null || ports.length == 0;
  }

  /** The end of a host's cable on this machine; systemd-nspawn names it. */
  static Path link(String machine) {
    return Path.of("/sys/class/net", "vb-" + machine);
  }
}
