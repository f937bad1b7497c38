package io.sealer.run.provider.container;

import io.sealer.run.provider.ProviderException;
import io.sealer.run.provider.ProviderSite;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What this machine must have before a host can be made on it. */
final class Prerequisites {
  /** Programs and the Debian packages that bring them. */
  private static final Map<String, String> PROGRAMS = programs();

  private Prerequisites() {}

  private static Map<String, String> programs() {
    var programs = new LinkedHashMap<String, String>();
    programs.put("systemd-nspawn", "systemd-container");
    programs.put("ip", "iproute2");
    programs.put("setsid", "util-linux");
    programs.put("chroot", "coreutils");
    return Map.copyOf(programs);
  }

  /** Says everything that is missing, and the command that brings it. */
  static void check(ProviderSite site) throws ProviderException, IOException {
    if (!Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))) {
      throw new ProviderException(
          "making hosts on this machine needs root", "run the same command with sudo");
    }
    List<String> missing =
        PROGRAMS.keySet().stream().filter(program -> !onPath(program)).sorted().toList();
    if (!missing.isEmpty()) {
      var packages = new TreeSet<String>();
      missing.forEach(program -> packages.add(PROGRAMS.getOrDefault(program, program)));
      throw new ProviderException(
          "making hosts on this machine needs " + String.join(", ", missing),
          "run: apt-get install -y --no-install-recommends " + String.join(" ", packages));
    }
    checkDisk(site);
  }

  private static boolean onPath(String program) {
    String path = System.getenv().getOrDefault("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
    return Stream.of(path.split(File.pathSeparator))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
  }

  private static void checkDisk(ProviderSite site) throws ProviderException, IOException {
    Files.createDirectories(site.hosts());
    String type = Files.getFileStore(site.hosts()).type();
    if (type.equals("overlay")) {
      throw new ProviderException(
          "%s is on an overlay file system, on which hosts cannot have disks"
              .formatted(site.hosts()),
          "set SEALER_HOME to a directory on a real disk");
    }
    if (site.hosts().toString().contains(":")) {
      throw new ProviderException(
          "%s has a colon in its path".formatted(site.hosts()),
          "set SEALER_HOME to a directory without one");
    }
  }
}
