package io.sealer.build.job;

import io.sealer.oci.Platform;
import io.sealer.oci.Reference;
import io.sealer.oci.image.ImageType;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What to build.
 *
 * @param context directory that may be copied from
 * @param kubefile the Kubefile's place
 * @param names names of the result
 * @param platforms what to build for; one rootfs each
 * @param buildArgs values for ARG
 * @param labels further labels; they win over the Kubefile's
 * @param annotations of the rootfs manifests
 * @param options how to build
 */
public record BuildRequest(
    Path context,
    Path kubefile,
    List<Reference> names,
    List<Platform> platforms,
    Map<String, String> buildArgs,
    Map<String, String> labels,
    Map<String, String> annotations,
    Options options) {
  public BuildRequest {
    names = List.copyOf(names);
    platforms = List.copyOf(platforms);
    buildArgs = Map.copyOf(buildArgs);
    labels = new LinkedHashMap<>(labels);
    annotations = new LinkedHashMap<>(annotations);
    if (platforms.isEmpty()) {
      throw new IllegalArgumentException("a build needs a platform");
    }
  }

  /** When images are asked for at their registry. */
  public enum Pull {
    ALWAYS,
    /** Only what the store lacks. */
    MISSING,
    /** What the store lacks is an error. */
    NEVER
  }

  /** What happens when launch commands need what the image does not have. */
  public enum Closure {
    /** The build fails. */
    FAIL,
    /** It is a warning. */
    WARN,
    /** Nobody looks. */
    OFF
  }

  /** What the lock file beside the Kubefile is used for. */
  public enum LockFileUse {
    /** If there is one, it is brought up to date. */
    UPDATE,
    /** It is written. */
    WRITE,
    /** The build fails unless names and digests are those of the file. */
    REQUIRE
  }

  /** How workload images are found. */
  public enum Mode {
    /** By reading the content; no cluster is needed. */
    LITE,
    /** Not at all: the image gets those of its base only. */
    NONE
  }

  /**
   * How to build.
   *
   * @param cache whether results of earlier builds may be used
   * @param pull when images are asked for at their registry
   * @param mode how workload images are found
   * @param network whether RUN may use the network
   * @param type what the image does; found out when empty
   * @param created the time written into the image; fixed, so that the same input gives the same
   *     digest
   * @param closure what happens when launch commands need what the image does not have
   * @param lockFile what the lock file beside the Kubefile is used for
   * @param accept names or patterns of candidates that are images
   */
  public record Options(
      boolean cache,
      Pull pull,
      Mode mode,
      boolean network,
      Optional<ImageType> type,
      Instant created,
      Closure closure,
      LockFileUse lockFile,
      List<String> accept) {
    public Options {
      accept = List.copyOf(accept);
    }

    /** Cache and network on, only what is missing pulled, time 1970. */
    public static Options defaults() {
      return new Options(
          true,
          Pull.MISSING,
          Mode.LITE,
          true,
          Optional.empty(),
          Instant.EPOCH,
          Closure.FAIL,
          LockFileUse.UPDATE,
          List.of());
    }

    public Options withCache(boolean use) {
      return new Options(use, pull, mode, network, type, created, closure, lockFile, accept);
    }

    public Options withPull(Pull when) {
      return new Options(cache, when, mode, network, type, created, closure, lockFile, accept);
    }

    public Options withMode(Mode how) {
      return new Options(cache, pull, how, network, type, created, closure, lockFile, accept);
    }

    public Options withNetwork(boolean allowed) {
      return new Options(cache, pull, mode, allowed, type, created, closure, lockFile, accept);
    }

    public Options withType(ImageType fixed) {
      return new Options(
          cache, pull, mode, network, Optional.of(fixed), created, closure, lockFile, accept);
    }

    public Options withClosure(Closure then) {
      return new Options(cache, pull, mode, network, type, created, then, lockFile, accept);
    }

    public Options withAccept(List<String> names) {
      return new Options(cache, pull, mode, network, type, created, closure, lockFile, names);
    }

    public Options withLockFile(LockFileUse use) {
      return new Options(cache, pull, mode, network, type, created, closure, use, accept);
    }

    public Options withCreated(Instant time) {
      return new Options(cache, pull, mode, network, type, time, closure, lockFile, accept);
    }
  }
}
