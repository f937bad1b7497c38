package io.sealer.run.kubernetes;

import io.sealer.host.HostException;
import io.sealer.host.Session;
import io.sealer.run.engine.StepContext;
import io.sealer.run.engine.Work;
import io.sealer.run.steps.HostPaths;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
public record FetchKubeconfig(String master, Path file, String domain) implements Work {
  @Override
  public Optional<String> check(StepContext at) throws HostException, IOException {
    if (!Files.exists(file)) {
      return Optional.of("there is no kubeconfig on this machine");
    }
    return isWanted(at)
        ? Optional.empty()
        : Optional.of("the kubeconfig on this machine is another");
  }

  private boolean isWanted(StepContext at) throws HostException, IOException {
    try {
      return Files.readString(file).equals(wanted(at));
    } catch (HostException.CommandFailed e) {
      return false; // the master has none
    }
  }

  @Override
  public void run(StepContext at) throws HostException, IOException {
    write(file, wanted(at));
  }

  /** Writes a file for its owner alone, whole or not at all. */
  public static void write(Path file, String content) throws IOException {
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
    return of(at.session(master), master, domain);
  }

  /** A master's kubeconfig of the administrator, for use from elsewhere. */
  public static String of(Session session, String master, String domain) throws HostException {
    var text = new ByteArrayOutputStream();
    session.get(HostPaths.ADMIN_CONF, text);
    return text.toString(StandardCharsets.UTF_8)
        .replace("https://" + domain + ":", "https://" + ClusterNetwork.bracketed(master) + ":");
  }
}
