package io.sealer.cli.command;

import io.sealer.build.job.BuildRequest;
import io.sealer.build.job.BuildRequest.Closure;
import io.sealer.build.job.BuildRequest.LockFileUse;
import io.sealer.build.job.BuildRequest.Mode;
import io.sealer.build.job.BuildRequest.Pull;
import io.sealer.cli.failure.UsageException;
import io.sealer.oci.image.ImageType;
import io.sealer.oci.text.Nearest;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How an image is built. */
final class BuildFlags {
  private static final Map<String, Pull> PULL =
      Map.of(
          "always", Pull.ALWAYS,
          "true", Pull.ALWAYS,
          "ifnewer", Pull.ALWAYS,
          "missing", Pull.MISSING,
          "false", Pull.MISSING,
          "never", Pull.NEVER);
  // "all" is what 0.9 calls its one way.
  private static final Map<String, Mode> MODE =
      Map.of("lite", Mode.LITE, "all", Mode.LITE, "none", Mode.NONE);
  private static final Map<String, Closure> CLOSURE =
      Map.of("fail", Closure.FAIL, "warn", Closure.WARN, "off", Closure.OFF);
  private static final Map<String, Boolean> NETWORK = Map.of("default", true, "none", false);

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      description = "kube-installer or app-installer; default what the base image is.")
  private Optional<String> type = Optional.empty();

  @Option(
      names = {"--mode", "--build-mode", "-m"},
      defaultValue = "lite",
      paramLabel = "lite|none",
      description =
          "lite (default): find workload images by reading the content. none: take only those of"
              + " the base image.")
  private String mode = "lite";

  @Option(names = "--no-cache", description = "Carry out every instruction again.")
  private boolean noCache;

  @Option(
      names = "--pull",
      arity = "0..1",
      fallbackValue = "always",
      defaultValue = "missing",
      paramLabel = "POLICY",
      description =
          "When images are asked for at their registry: always, missing (default), never.")
  private String pull = "missing";

  @Option(
      names = "--network",
      defaultValue = "default",
      paramLabel = "none|default",
      description = "none: RUN gets no network.")
  private String network = "default";

  @Option(
      names = "--closure",
      defaultValue = "fail",
      paramLabel = "fail|warn|off",
      description =
          "What happens when the launch commands need an image, file or address that the image does"
              + " not have: fail (default), warn, off.")
  private String closure = "fail";

  @Option(
      names = "--lock",
      description =
          "Write the names and digests of the workload images to KUBEFILE.lock, for version"
              + " control. A file that is there is kept up to date anyway.")
  private boolean lock;

  @Option(
      names = "--locked",
      description =
          "Fail unless the workload images are those of KUBEFILE.lock, by name and digest.")
  private boolean locked;

  private LockFileUse lockFile() {
    if (lock && locked) {
      throw new UsageException("--lock writes the lock file and --locked keeps to it: give one");
    }
    return locked ? LockFileUse.REQUIRE : lock ? LockFileUse.WRITE : LockFileUse.UPDATE;
  }

  BuildRequest.Options options(Instant created) {
    var options =
        BuildRequest.Options.defaults()
            .withCache(!noCache)
            .withPull(one("--pull", pull, PULL, "always, missing or never"))
            .withMode(one("--mode", mode, MODE, "lite or none"))
            .withNetwork(one("--network", network, NETWORK, "none or default"))
            .withClosure(one("--closure", closure, CLOSURE, "fail, warn or off"))
            .withLockFile(lockFile())
            .withCreated(created);
    return type.isPresent() ? options.withType(imageType(type.get())) : options;
  }

  private static <T> T one(String flag, String value, Map<String, T> known, String words) {
    T chosen = known.get(value);
    if (chosen == null) {
      throw new UsageException(
          flag + " takes " + words + ", got '" + value + "'" + Nearest.hint(value, known.keySet()));
    }
    return chosen;
  }

  private static ImageType imageType(String text) {
    List<String> known = Arrays.stream(ImageType.values()).map(ImageType::text).toList();
    Optional<ImageType> named = ImageType.of(text);
    if (named.isPresent()) {
      return named.get();
    }
    throw new UsageException(
        "--type takes "
            + String.join(" or ", known)
            + ", got '"
            + text
            + "'"
            + Nearest.hint(text, known));
  }
}
