package io.sealer.cli.command;

import io.sealer.cli.failure.UsageException;
import io.sealer.oci.Platform;
import io.sealer.oci.text.Nearest;
import java.util.List;

/** Platforms that an image can be built for: those that Linux, Kubernetes and Go know. */
final class BuildPlatforms {
  private static final List<String> ARCHITECTURES =
      List.of("amd64", "arm64", "arm", "386", "loong64", "mips64le", "ppc64le", "riscv64", "s390x");

  private BuildPlatforms() {}

  /** The platforms, each once; a misspelt one would make an image that no host can use. */
  static List<Platform> known(List<Platform> platforms) {
    for (Platform platform : platforms) {
      if (!platform.os().equals("linux")) {
        throw new UsageException(
            "--platform takes linux/ARCH, got '" + platform + "': hosts run Linux");
      }
      if (!ARCHITECTURES.contains(platform.architecture())) {
        throw new UsageException(
            "--platform: nothing runs on '"
                + platform
                + "'"
                + Nearest.hint(platform.architecture(), ARCHITECTURES)
                + "; there are "
                + String.join(", ", ARCHITECTURES));
      }
    }
    return platforms.stream().distinct().toList();
  }
}
