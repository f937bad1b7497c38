package io.sealer.host;

import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Which host keys we trust: a file in OpenSSH's known_hosts format (sshd(8), "SSH_KNOWN_HOSTS FILE
 * FORMAT"). A host that is not in it is trusted at the first meeting and written down; a host with
 * another key than the file's is refused.
 *
 * @param file made (with mode 0600) when the first host is met
 * @param onFirstUse told of every host that is trusted for the first time
 */
public record KnownHosts(Path file, Consumer<FirstUse> onFirstUse) {
  /**
   * A host met for the first time.
   *
   * @param host its address, as {@code [address]:port} when the port is not 22
   * @param fingerprint key type and SHA-256 fingerprint, as ssh-keygen -l prints it
   * @param file where it was written down
   */
  public record FirstUse(String host, String fingerprint, Path file) {}
}
