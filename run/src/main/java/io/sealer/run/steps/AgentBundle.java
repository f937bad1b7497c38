package io.sealer.run.steps;

import io.sealer.host.FileContent;
import io.sealer.run.pki.Authority;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The agent's program for hosts, and who signs for agents.
 *
 * @param archive .tar.gz on this machine
 * @param version names its content
 * @param authority signs agents' certificates
 */
public record AgentBundle(Path archive, String version, Authority authority) {
  private static final int DIGITS = 16;

  /** An archive, named by its digest. */
  public static AgentBundle of(Path archive, Authority authority) throws IOException {
    String version = FileContent.of(archive).sha256().substring(0, DIGITS);
    return new AgentBundle(archive, version, authority);
  }
}
