package io.sealer.build.execute;

import io.sealer.build.job.BuildException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What this process may do to run scripts: everything as root, else what the kernel lets users. */
final class Privilege {
  /** Arguments of unshare(1) that make a user root in a namespace of his own. */
  static final List<String> USER_NAMESPACE = List.of("--user", "--map-root-user");

  private Privilege() {}

  static boolean isRoot() throws IOException {
    return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
  }

  /**
   * Makes sure that a sandbox can be made.
   *
   * @throws BuildException that says what the kernel forbids
   */
  static void requireNamespaces() throws IOException, InterruptedException, BuildException {
    if (isRoot()) {
      return;
    }
    var command = new ArrayList<>(List.of("unshare", "--mount", "--pid", "--fork"));
    command.addAll(USER_NAMESPACE);
    command.add("true");
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new BuildException(
          "RUN needs root on this machine, for users may not make namespaces: " + said.strip(),
          "run the build with sudo, or let users: sysctl user.max_user_namespaces=15000, and where they exist"
              + " kernel.unprivileged_userns_clone=1, kernel.apparmor_restrict_unprivileged_userns=0");
    }
    requireKernel(System.getProperty("os.version", ""));
  }

  /** Since Linux 5.11 users may mount overlays in their namespace. */
  static void requireKernel(String version) throws BuildException {
    String[] numbers = version.split("[^0-9]+");
    boolean old =
        numbers.length >= 2
            && Integer.parseInt(numbers[0]) * 1000 + Integer.parseInt(numbers[1]) < 5011;
    if (old) {
      throw new BuildException(
          "RUN needs root on this machine: only since Linux 5.11 users may mount overlays, this is "
              + version,
          "run the build with sudo");
    }
  }
}
