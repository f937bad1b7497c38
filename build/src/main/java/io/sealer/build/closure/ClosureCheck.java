package io.sealer.build.closure;

import io.sealer.oci.Reference;
import io.sealer.oci.image.ImageLock;
import io.sealer.oci.image.ImageLock.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Proves that an image has what its launch commands need. */
public final class ClosureCheck {
  private ClosureCheck() {}

  /** What is missing, each with its place; empty when the image is whole. */
  public static List<String> missing(LaunchScan.Result scan, ImageLock lock) {
    Set<Reference> names =
        lock.entries().stream().map(ImageLock.Entry::name).collect(Collectors.toSet());
    var missing = new ArrayList<>(scan.problems());
    scan.launched()
        .images()
        .forEach(
            (name, sources) -> {
              if (!names.contains(name) && !knownByTag(name, lock)) {
                Source at = sources.getFirst();
                String line = at.line() > 0 ? ":" + at.line() : "";
                missing.add(
                    at.file()
                        + line
                        + ": image "
                        + name
                        + " is not in the image ("
                        + at.how()
                        + ")");
              }
            });
    return missing;
  }

  /** A name pinned to the digest that its tag is locked to. */
  private static boolean knownByTag(Reference name, ImageLock lock) {
    Optional<ImageLock.Entry> tagged =
        name.digest().isEmpty() || name.tag().isEmpty()
            ? Optional.empty()
            : lock.entries().stream()
                .filter(entry -> entry.name().equals(name.withTag(name.tag().get())))
                .findFirst();
    return tagged.filter(e -> e.descriptor().digest().equals(name.digest().get())).isPresent();
  }
}
