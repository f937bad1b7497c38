package io.sealer.oci.layer;

import io.sealer.oci.Digest;
import java.util.Optional;

/**
 * How a layer is unpacked.
 *
 * @param diffId what the unpacked tar file must be; checked at its end
 * @param maxBytes most bytes of content
 * @param maxEntries most files, directories and links
 * @param maxRatio how many bytes may come of each packed byte, once there are more than 64 MiB
 * @param devices whether device nodes and named pipes are made; needs root
 * @param owners whether files get the owners that the layer says; needs root
 */
public record UnpackOptions(
    Optional<Digest> diffId,
    long maxBytes,
    long maxEntries,
    int maxRatio,
    boolean devices,
    boolean owners) {
  /** No devices, owners only when we are root, limits that no honest layer reaches. */
  public static UnpackOptions defaults() {
    return new UnpackOptions(
        Optional.empty(), 256L << 30, 4_000_000, 2000, false, SafeTree.weAreRoot());
  }

  public UnpackOptions withDiffId(Digest expected) {
    return new UnpackOptions(
        Optional.of(expected), maxBytes, maxEntries, maxRatio, devices, owners);
  }

  public UnpackOptions withLimits(long bytes, long entries, int ratio) {
    return new UnpackOptions(diffId, bytes, entries, ratio, devices, owners);
  }

  public UnpackOptions withDevices(boolean make) {
    return new UnpackOptions(diffId, maxBytes, maxEntries, maxRatio, make, owners);
  }

  public UnpackOptions withOwners(boolean keep) {
    return new UnpackOptions(diffId, maxBytes, maxEntries, maxRatio, devices, keep);
  }
}
