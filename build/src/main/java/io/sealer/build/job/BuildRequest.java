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

  /**
   * How to build.
   *
   * @param cache whether results of earlier builds may be used
   * @param pull whether names are resolved at their registry even when the store knows them
   * @param network whether RUN may use the network
   * @param type what the image does; found out when empty
   * @param created the time written into the image; fixed, so that the same input gives the same
   *     digest
   */
  public record Options(
      boolean cache, boolean pull, boolean network, Optional<ImageType> type, Instant created) {
    /** Cache and network on, nothing pulled again, time 1970. */
    public static Options defaults() {
      return new Options(true, false, true, Optional.empty(), Instant.EPOCH);
    }

    public Options withCache(boolean use) {
      return new Options(use, pull, network, type, created);
    }

    public Options withPull(boolean always) {
      return new Options(cache, always, network, type, created);
    }

    public Options withNetwork(boolean allowed) {
      return new Options(cache, pull, allowed, type, created);
    }

    public Options withType(ImageType fixed) {
      return new Options(cache, pull, network, Optional.of(fixed), created);
    }

    public Options withCreated(Instant time) {
      return new Options(cache, pull, network, type, time);
    }
  }
}
