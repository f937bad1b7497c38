package io.sealer.run;

import io.sealer.host.Facts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Facts of a usual server. */
final class SomeFacts {
  private SomeFacts() {}

  /**
   * Such facts.
   *
   * @param fresh whether sealer never worked on it
   */
  static Facts of(boolean fresh) {
    return new Facts(
        "h",
        "linux",
        "amd64",
        "6.1.0",
        new Facts.OsRelease("debian", "12", "Debian 12"),
        Optional.of("m"),
        0,
        2,
        8L << 30,
        0,
        List.of(),
        new Facts.Clock(Instant.EPOCH, Duration.ZERO, Duration.ZERO),
        List.of(),
        Optional.empty(),
        Facts.Cgroups.V2,
        "systemd",
        List.of(),
        List.of(),
        new Facts.Kubernetes(List.of(), List.of(), false),
        fresh ? List.of() : List.of("/var/lib/sealer/node"));
  }
}
