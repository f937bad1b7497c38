package io.sealer.e2e.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Runs commands on hosts by the ordinary ssh program, not by the code under test. */
final class HostShell {
  private HostShell() {}

  static Outcome run(String address, String password, Path knownHosts, String command) {
    try {
      Path askpass = Files.createTempFile("sealer-e2e-askpass-", "");
      try {
        Files.setPosixFilePermissions(askpass, PosixFilePermissions.fromString("rwx------"));
        Files.writeString(askpass, "#!/bin/sh\nprintf '%s\\n' \"$E2E_PASSWORD\"\n");
        return Program.of("ssh", "-o", "UserKnownHostsFile=" + knownHosts)
            .with("SSH_ASKPASS", askpass.toString())
            .with("SSH_ASKPASS_REQUIRE", "force")
            .with("E2E_PASSWORD", password)
            .run(
                "-o",
                "PubkeyAuthentication=no",
                "-o",
                "StrictHostKeyChecking=yes",
                "-o",
                "LogLevel=ERROR",
                "root@" + address,
                command);
      } finally {
        Files.delete(askpass);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
