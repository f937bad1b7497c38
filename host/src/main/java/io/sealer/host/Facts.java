package io.sealer.host;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a machine is, at one moment. Gathered by one script in one round trip; see {@link
 * Session#facts}.
 *
 * @param hostname what {@code hostname} answers
 * @param os as GOOS, always {@code linux}
 * @param arch as GOARCH: {@code amd64}, {@code arm64}, …
 * @param kernel release, such as {@code 6.1.0-18-amd64}
 * @param osRelease the distribution (os-release(5))
 * @param machineId /etc/machine-id; empty when there is none
 * @param uid effective user that commands run as; 0 is root
 * @param cpus processors that may be used
 * @param memoryBytes physical memory
 * @param swapBytes active swap; 0 when it is off
 * @param disks file systems of the paths that were asked for, in that order
 * @param clock its time, and how far it is from ours
 * @param interfaces network interfaces with their addresses
 * @param defaultAddress the address it speaks from on its default route; empty without one
 * @param cgroups which control groups are mounted
 * @param init name of process 1, such as {@code systemd}
 * @param listening sockets that wait for others
 * @param containerRuntimes programs found, such as containerd or docker
 * @param kubernetes what there is of Kubernetes
 * @param sealerFiles files below {@code /etc/sealer}, and directories of {@code /var/lib/sealer},
 *     that earlier runs left; absolute paths
 */
public record Facts(
    String hostname,
    String os,
    String arch,
    String kernel,
    OsRelease osRelease,
    Optional<String> machineId,
    int uid,
    int cpus,
    long memoryBytes,
    long swapBytes,
    List<Disk> disks,
    Clock clock,
    List<Interface> interfaces,
    Optional<String> defaultAddress,
    Cgroups cgroups,
    String init,
    List<Listener> listening,
    List<Program> containerRuntimes,
    Kubernetes kubernetes,
    List<String> sealerFiles) {
  public Facts {
    disks = List.copyOf(disks);
    interfaces = List.copyOf(interfaces);
    listening = List.copyOf(listening);
    containerRuntimes = List.copyOf(containerRuntimes);
    sealerFiles = List.copyOf(sealerFiles);
  }

  /** A distribution: {@code debian}, {@code 12}, {@code Debian GNU/Linux 12 (bookworm)}. */
  public record OsRelease(String id, String versionId, String prettyName) {}

  /**
   * Space for a path.
   *
   * @param path the path that was asked for
   * @param mountPoint where its file system, or its nearest existing parent's, is mounted
   * @param fileSystem type, such as {@code ext4}
   * @param totalBytes size of that file system
   * @param freeBytes what may still be written
   */
  public record Disk(
      String path, String mountPoint, String fileSystem, long totalBytes, long freeBytes) {}

  /**
   * A machine's clock.
   *
   * @param now its time when it answered, in whole milliseconds
   * @param skew how far it is ahead of ours (negative: behind)
   * @param uncertainty the skew may be off by this much in either direction
   */
  public record Clock(Instant now, Duration skew, Duration uncertainty) {}

  /** A network interface and its addresses with prefix length, such as {@code 10.0.0.2/24}. */
  public record Interface(String name, List<String> addresses) {
    public Interface {
      addresses = List.copyOf(addresses);
    }
  }

  /** Control groups: version 1 controllers, the unified hierarchy, or both. */
  public enum Cgroups {
    V1,
    V2,
    HYBRID,
    NONE
  }

  /**
   * A listening socket.
   *
   * @param protocol {@code tcp} or {@code udp}
   * @param address local address; {@code *} for all
   * @param port 1 to 65535
   * @param process name of a process that holds it; empty when unknown
   */
  public record Listener(String protocol, String address, int port, Optional<String> process) {}

  /**
   * A program found in PATH, and the first line of what it says about its version; empty where that
   * is not asked, as on hosts that sealer has set up.
   */
  public record Program(String name, String path, String version) {}

  /**
   * What there is of Kubernetes.
   *
   * @param programs kubeadm, kubelet, kubectl, k3s, k0s as found
   * @param files of {@code /etc/kubernetes/*.conf}, manifests, {@code /var/lib/etcd/member}, {@code
   *     /var/lib/kubelet/config.yaml}: those that exist
   * @param kubeletRunning whether a kubelet process runs
   */
  public record Kubernetes(List<Program> programs, List<String> files, boolean kubeletRunning) {
    public Kubernetes {
      programs = List.copyOf(programs);
      files = List.copyOf(files);
    }

    /** Whether this machine is or was part of a cluster. */
    public boolean present() {
      return kubeletRunning || !files.isEmpty();
    }
  }

  /** Every address of every interface, without prefix lengths. */
  public List<String> addresses() {
    return interfaces.stream()
        .flatMap(i -> i.addresses().stream())
        .map(a -> a.substring(0, a.indexOf('/') < 0 ? a.length() : a.indexOf('/')))
        .toList();
  }

  /** Who listens on a TCP port, if anybody. */
  public Optional<Listener> listenerOn(int port) {
    return listening.stream()
        .filter(l -> l.protocol().equals("tcp") && l.port() == port)
        .findFirst();
  }
}
