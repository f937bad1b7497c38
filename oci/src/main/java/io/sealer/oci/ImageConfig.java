package io.sealer.oci;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An image's configuration (OCI config.md), as far as sealer uses it.
 *
 * @param created when the image was made; empty when not said
 * @param platform what it runs on
 * @param env environment, {@code K=V} each
 * @param cmd default command
 * @param labels labels in the order written
 * @param diffIds digests of the uncompressed layers, lowest first
 * @param history one entry an instruction
 */
public record ImageConfig(
    Optional<Instant> created,
    Platform platform,
    List<String> env,
    List<String> cmd,
    Map<String, String> labels,
    List<Digest> diffIds,
    List<History> history) {
  public ImageConfig {
    env = List.copyOf(env);
    cmd = List.copyOf(cmd);
    labels = Ordered.copyOf(labels);
    diffIds = List.copyOf(diffIds);
    history = List.copyOf(history);
  }

  /** One with these layers and nothing else said. */
  public static ImageConfig of(Platform platform, List<Digest> diffIds) {
    return new ImageConfig(
        Optional.empty(), platform, List.of(), List.of(), Map.of(), diffIds, List.of());
  }

  /** The same with this environment. */
  public ImageConfig withEnv(List<String> value) {
    return new ImageConfig(created, platform, value, cmd, labels, diffIds, history);
  }

  /** The same with these labels. */
  public ImageConfig withLabels(Map<String, String> value) {
    return new ImageConfig(created, platform, env, cmd, value, diffIds, history);
  }

  /** The same with this history. */
  public ImageConfig withHistory(List<History> value) {
    return new ImageConfig(created, platform, env, cmd, labels, diffIds, value);
  }

  /** What made a layer; {@code empty} when the instruction made none. */
  public record History(Optional<Instant> created, String createdBy, boolean empty) {}
}
