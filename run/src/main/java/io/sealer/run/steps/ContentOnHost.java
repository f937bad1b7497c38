package io.sealer.run.steps;

import io.sealer.oci.Descriptor;
import io.sealer.run.engine.Freight;
import io.sealer.run.engine.Step;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a host has of content, as {@link ContentView} saw it.
 *
 * @param lines what it told; empty when it has nothing of ours
 */
record ContentOnHost(Set<String> lines) {
  /** What is told of files that are unpacked. */
  static final String UNPACKED = "unpacked";

  ContentOnHost {
    lines = Set.copyOf(lines);
  }

  /** What of this content is not there. */
  Optional<String> missing(HostContent content) {
    if (lines.isEmpty()) {
      return Optional.of("nothing of the image is on this host");
    }
    List<Descriptor> missing = lacking(content);
    if (missing.isEmpty()) {
      return Optional.empty();
    }
    long bytes = missing.stream().mapToLong(Descriptor::size).sum();
    return Optional.of(
        "%d of %d blobs are missing, %.1f MB"
            .formatted(missing.size(), content.blobs().size(), bytes / 1e6));
  }

  /** The blobs of this content that are not there. */
  List<Descriptor> lacking(HostContent content) {
    return content.blobs().stream()
        .filter(blob -> !lines.contains(blob.digest().hex() + " " + blob.size()))
        .toList();
  }

  /** What is to be sent so that it has this content. */
  List<Freight> freight(HostContent content) {
    return lacking(content).stream()
        .map(b -> new Freight(b.digest().toString(), b.size()))
        .toList();
  }

  /** Whether a step was done with its inputs. */
  boolean isMarked(Step step) {
    return lines.contains("marked " + step.name() + " " + step.inputs());
  }

  /** Whether the image's files are unpacked, whichever they are. */
  boolean isUnpacked() {
    return lines.contains(UNPACKED);
  }
}
