package io.sealer.run.kubernetes;

import io.sealer.host.HostException;
import io.sealer.run.engine.StepContext;
import io.sealer.run.engine.Work;
import io.sealer.run.steps.HostPaths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * Brings the administrator's kubeconfig here, readable by its owner only, with the first master's
 * address instead of a name that only hosts know.
 *
 * @param master address of the first master
 * @param file where it goes on this machine
 * @param domain the name to replace
 */
record FetchKubeconfig(String master, Path file, String domain) implements Work {
  @Override
  public Optional<String> check(StepContext at) throws HostException, IOException {
    if (!Files.exists(file)) {
      return Optional.of("there is no kubeconfig on this machine");
    }
    boolean there = at.session(master).stat(HostPaths.ADMIN_CONF).isPresent();
    boolean same = there && Files.readString(file).equals(wanted(at));
    return same ? Optional.empty() : Optional.of("the kubeconfig on this machine is another");
  }

  @Override
  public void run(StepContext at) throws HostException, IOException {
    write(file, wanted(at));
  }

  /** Writes a file for its owner alone, whole or not at all. */
  static void write(Path file, String content) throws IOException {
    Path directory = Files.createDirectories(file.toAbsolutePath().getParent());
    Path part =
        Files.createTempFile(
            directory,
            ".kubeconfig-",
            "",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      Files.writeString(part, content);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private String wanted(StepContext at) throws HostException {
    String address = ClusterNetwork.bracketed(master);
    return KubeadmSource.read(at, master, HostPaths.ADMIN_CONF)
        .replace("https://" + domain + ":", "https://" + address + ":");
  }
}
